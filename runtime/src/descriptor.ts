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
  /** What a successful answer holds. `"none"`: nothing; the call resolves to `undefined`. */
  readonly response: "object" | "array" | "any" | "none";
  /** Sent as `x-goog-api-version`. */
  readonly apiVersion?: string;
  /** True if answers come inside `{ "data": … }`. */
  readonly dataWrapper?: true;
  /** How the pages of a list continue; left out if the method is not paged. */
  readonly paging?: PagingDescriptor;
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
  /** The property that holds the items; left out if there is no certain one, and then only pages iterate. */
  readonly items?: string;
  /** True if the items are a map, which iterates as `[key, value]`. */
  readonly map?: true;
}
