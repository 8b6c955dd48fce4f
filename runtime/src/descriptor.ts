/**
 * What generated code hands the runtime: plain data, no behaviour. A runtime of one major version accepts
 * every {@link ApiDescriptor.format} of that major.
 */
export interface ApiDescriptor {
  /** The version of these descriptors' own shape. */
  readonly format: 1;
  /** The API's name and version, as in the document: `"reseller"`, `"v1"`. */
  readonly name: string;
  readonly version: string;
  /** Where the API is served, with its closing slash: `"https://reseller.googleapis.com/"`. */
  readonly rootUrl: string;
  /** Below the root URL, where batches are sent: `"batch"`; left out if the API takes none. */
  readonly batchPath?: string;
  /** The regional addresses by their location; left out if there are none. */
  readonly endpoints?: { readonly [location: string]: string };
}

/** One method of an API. */
export interface MethodDescriptor {
  /** As in the document: `"reseller.customers.get"`. */
  readonly id: string;
  readonly httpMethod: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  /**
   * The path below the root URL, without a leading slash: literal text (sent as it is) and variables.
   * `["apps/reseller/v1/customers/", { name: "customerId" }, "/subscriptions"]`
   */
  readonly path: readonly (string | PathVariable)[];
  /** The query parameters by their names on the wire; left out if there are none. */
  readonly query?: { readonly [name: string]: QueryParameter };
  /** The scopes of which any one is enough; left out if the method needs none. */
  readonly scopes?: readonly string[];
  /** Left out if the method takes no JSON body; it stands in `params.body`. */
  readonly body?: "required" | "optional";
  /**
   * What a successful answer holds. `"none"`: nothing; the call resolves to `undefined`. `"media"`: bytes of
   * any type (`google.api.HttpBody`); the call resolves to a {@link MediaResponse}.
   */
  readonly response: "object" | "array" | "any" | "none" | "media";
  /** Sent as `x-goog-api-version`. */
  readonly apiVersion?: string;
  /**
   * Where a POST or PATCH takes a `requestId` by which the server knows a request that it has had before; left
   * out if it takes none.
   */
  readonly requestId?: "query" | "body";
  /** True if answers come inside `{ "data": … }`. */
  readonly dataWrapper?: true;
  /** How the pages of a list continue; left out if the method is not paged. */
  readonly paging?: PagingDescriptor;
  /** How the method takes media, which then stand in `params.media`; left out if it takes none. */
  readonly upload?: UploadDescriptor;
  /**
   * Left out if the answer cannot be asked for as media (`params.alt`). `"service"`: it then comes from below
   * `download/` of the root.
   */
  readonly download?: "path" | "service";
  /** True if the answer is an array whose elements arrive one by one. */
  readonly streaming?: true;
  /**
   * Of a method that polls long-running operations: how an operation shows that it has ended. `"done"`: by
   * `done: true` (google.longrunning); `"status"`: by `status: "DONE"`. Left out of all others.
   */
  readonly operation?: "done" | "status";
}

/** How a method takes media. */
export interface UploadDescriptor {
  /** True if the media are the whole body of the request at the method's own path (`google.api.HttpBody`). */
  readonly raw?: true;
  /** The path of uploads in one request; left out if there are none. */
  readonly simple?: readonly (string | PathVariable)[];
  /** True if one request can hold the JSON body and the media. */
  readonly multipart?: true;
  /** The path of uploads in pieces; left out if there are none. */
  readonly resumable?: readonly (string | PathVariable)[];
  /** Media types and ranges of them, `image/*`; left out if any is taken. */
  readonly accept?: readonly string[];
  /** How many bytes are taken at most; left out if no limit is known. */
  readonly maxBytes?: number;
}

/** A `{variable}` in a path. */
export interface PathVariable {
  readonly name: string;
  /**
   * Left out for `{x}`: the whole value is one segment, `/` is percent-encoded.
   * `"+"` for `{+x}`: the value may hold several segments, each is percent-encoded by itself.
   * `"/"` for `{/x*}`: each value of a list is a segment of its own, with a `/` before it.
   */
  readonly operator?: "+" | "/";
  /** Left out for strings. */
  readonly type?: ScalarType;
}

/** A parameter in the query. */
export interface QueryParameter {
  /** Left out for strings. */
  readonly type?: ScalarType;
  readonly required?: true;
  /** True if the value is an array, sent as one `name=value` each. */
  readonly repeated?: true;
}

/** Types whose values are not written as strings in TypeScript. `int64` takes `string | bigint`. */
export type ScalarType = "integer" | "number" | "boolean" | "int64";

/** How a list continues on its next page. */
export interface PagingDescriptor {
  /** Where the token of the next page is sent. */
  readonly tokenIn: { readonly in: "query" | "body"; readonly name: string };
  /** The property path of the next page's token in an answer: `["nextPageToken"]`. */
  readonly tokenOut: readonly string[];
  /** True if what stands there is the address of the next page, and the token a number in its query. */
  readonly link?: true;
  /** The property that holds the items; left out if there is no certain one, and then only pages iterate. */
  readonly items?: string;
  /** True if the items are a map, which iterates as `[key, value]`. */
  readonly map?: true;
}
