/**
 * The model of an API: what templates print, what revisions are compared by. One immutable tree of plain
 * data: `null` for "none", references by name, no cycles, arrays in the order in which they are printed.
 *
 * A node that appears in code has `name` (on the wire) and `tsName` (in TypeScript, decided in `names.ts`);
 * every node has `at`, the JSON pointer of its place in the document. Two models of the same API are compared
 * without `at`.
 */
export interface Api {
  /** `"reseller:v1"`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** The date stamp of the document, `"20211106"`; `""` if it has none. */
  readonly revision: string;
  /** `"Reseller"` of `ResellerClient`. */
  readonly tsName: string;
  /** The name of the client class. */
  readonly className: string;
  readonly title: string;
  readonly doc: Doc;
  readonly documentationUrl: string | null;
  /** With its closing slash. */
  readonly rootUrl: string;
  readonly mtlsRootUrl: string | null;
  readonly batchPath: string | null;
  readonly endpoints: readonly Endpoint[];
  /** The document's `fullyEncodeReservedExpansion`; it changes nothing on the wire. */
  readonly encodesReservedExpansion: boolean;
  /** True if answers come inside `{ "data": … }`: `features: ["dataWrapper"]`. */
  readonly dataWrapper: boolean;
  /** Sorted by URL. */
  readonly scopes: readonly Scope[];
  /** Accepted by every method; sorted by name. */
  readonly parameters: readonly Parameter[];
  /** Methods of the API itself; sorted by name. */
  readonly methods: readonly Method[];
  /** Sorted by name. */
  readonly resources: readonly Resource[];
  /** Named schemas and hoisted inline objects; sorted by `tsName`. */
  readonly schemas: readonly Schema[];
  /**
   * Every leaf of the document that no other node represents: icons, unknown keys, references to schemas that
   * are not there, and `path` and `parameterOrder` as they are written; sorted by place.
   */
  readonly rest: readonly {
    readonly at: string;
    readonly value: string | number | boolean | null;
  }[];
  readonly at: string;
}

/** Text for people. */
export interface Doc {
  /** The document's own words, as they are: not yet safe for a comment. */
  readonly text: string;
  /** By the document's flag, never by its text. */
  readonly deprecated: boolean;
  /** Facts that the text leaves out and no other member of the node holds. */
  readonly notes: readonly string[];
}

/** A regional address. */
export interface Endpoint {
  readonly location: string;
  readonly url: string;
  readonly doc: Doc;
  readonly at: string;
}

/** What a user allows a program to do. */
export interface Scope {
  /** The scope's URL. */
  readonly name: string;
  /** The constant's name: `appsOrderReadonly`. */
  readonly tsName: string;
  readonly doc: Doc;
  readonly at: string;
}

/** A group of methods. */
export interface Resource {
  readonly name: string;
  /** The member through which the client reaches it. */
  readonly tsName: string;
  /** `["projects", "locations"]`. */
  readonly path: readonly string[];
  readonly className: string;
  /** The file that holds its class, without the ending: that of the resource at the root above it. */
  readonly fileName: string;
  readonly doc: Doc;
  readonly methods: readonly Method[];
  readonly resources: readonly Resource[];
  readonly at: string;
}

/** One call. */
export interface Method {
  /** `"reseller.customers.get"`. */
  readonly id: string;
  readonly name: string;
  readonly tsName: string;
  /** The interface of what the call takes. */
  readonly paramsName: string;
  /** The constant that holds its method descriptor. */
  readonly descriptorName: string;
  readonly doc: Doc;
  readonly httpMethod: HttpMethod;
  /** Below the root URL, without a leading slash: the service path is part of it. */
  readonly path: readonly PathPart[];
  /** Those in `parameterOrder` first, then by name. */
  readonly parameters: readonly Parameter[];
  readonly request: Request | null;
  readonly response: Type | null;
  /** In the document's order; any one of them is enough. */
  readonly scopes: readonly string[];
  /** Sent as `x-goog-api-version`. */
  readonly apiVersion: string | null;
  readonly paging: Paging | null;
  /** Where a POST or PATCH takes a `requestId` by which the server knows a request that it has had before. */
  readonly requestId: "query" | "body" | null;
  readonly upload: Upload | null;
  readonly download: Download | null;
  /** True if the answer is an array whose elements arrive one by one; `response` is the type of one. */
  readonly streaming: boolean;
  readonly operation: Operation | null;
  readonly at: string;
}

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** A piece of a path template. */
export type PathPart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string; readonly operator: PathOperator };

/** `{x}`, `{+x}` (reserved expansion) and `{/x*}` (a segment for each value). */
export type PathOperator = "" | "+" | "/";

/** What a call takes in its path or query. */
export interface Parameter {
  readonly name: string;
  readonly doc: Doc;
  readonly location: "path" | "query";
  readonly type: Type;
  readonly required: boolean;
  readonly repeated: boolean;
  readonly limits: Limits;
  readonly at: string;
}

/** What a document says of a value beyond its type; none of it is enforced by a client. */
export interface Limits {
  readonly default: string | null;
  readonly minimum: string | null;
  readonly maximum: string | null;
  /** Never compiled: real patterns are invalid or catastrophic in JavaScript. */
  readonly pattern: string | null;
}

/** The body of a call. */
export interface Request {
  readonly type: Type;
  /** True if the body can be left out, because it has nothing to hold. */
  readonly optional: boolean;
}

/** How a list continues. */
export interface Paging {
  readonly tokenIn: { readonly location: "query" | "body"; readonly name: string };
  /** The property path of the next page's token in the response. */
  readonly tokenOut: readonly string[];
  /** True if what stands there is the address of the next page, and the token a parameter of its query. */
  readonly link: boolean;
  /** Where the items of a page are, if that is certain. */
  readonly items: {
    readonly name: string;
    readonly kind: "array" | "map";
    /** `null` for values of an enum, which the page has already: they may be thousands. */
    readonly type: Type | null;
  } | null;
}

/** How a method takes media: beside its request, or (`raw`) as the request itself. */
export type Upload =
  | { readonly kind: "raw" }
  | {
      readonly kind: "protocols";
      /** Media types and ranges of them; none if any is taken. */
      readonly accept: readonly string[];
      /** In the document's words, `"10GB"`. */
      readonly maxSize: string | null;
      /** The same as a number, if those words are a size. */
      readonly maxBytes: number | null;
      readonly simple: UploadProtocol | null;
      readonly resumable: UploadProtocol | null;
    };

/** One way of uploading. */
export interface UploadProtocol {
  /** Below the root URL, without a leading slash. */
  readonly path: readonly PathPart[];
  /** True if one request can hold both the JSON body and the media. */
  readonly multipart: boolean;
}

/** How a method gives media. */
export interface Download {
  /** True if the answer is nothing else (`google.api.HttpBody`). */
  readonly always: boolean;
  /** True if the answer is media if `alt` asks for them. */
  readonly byAlt: boolean;
  /** True if media that `alt` asks for come from below `download/` of the root. */
  readonly service: boolean;
}

/** What a method has to do with long-running operations: it asks for their state, or starts one. */
export interface Operation {
  readonly role: "poll" | "start";
  readonly style: OperationStyle;
  /** The member, beside the method that polls, which waits for the end of an operation. */
  readonly waitName: string;
  /** The place of the method that polls. */
  readonly poll: string;
}

/** How an operation shows that it has ended: `done: true` (google.longrunning), or `status: "DONE"` (compute). */
export type OperationStyle = "done" | "status";

/** A named type. */
export type Schema = ObjectSchema | AliasSchema | VariantSchema;

interface SchemaFacts {
  /** The document's id, or for a hoisted inline object the path to it: `"Subscription.plan"`. */
  readonly name: string;
  readonly tsName: string;
  readonly doc: Doc;
  /**
   * The name of its twin for requests, which leaves out what only the server sets; `null` if there is none. A
   * name that was published stays, also when the two have become the same.
   */
  readonly inputName: string | null;
  /** Whether calls send it, inside others or as it is. */
  readonly inRequests: boolean;
  /** Whether answers hold it. */
  readonly inResponses: boolean;
  readonly at: string;
}

/** An object with properties. */
export interface ObjectSchema extends SchemaFacts {
  readonly kind: "object";
  /** Sorted by name. */
  readonly properties: readonly Property[];
}

/** A name for a type that is no object: an array, a map, anything. */
export interface AliasSchema extends SchemaFacts {
  readonly kind: "alias";
  readonly type: Type;
}

/** One of several schemas, told apart by a property. */
export interface VariantSchema extends SchemaFacts {
  readonly kind: "variant";
  readonly discriminant: string;
  readonly members: readonly { readonly value: string; readonly type: Type }[];
}

/** A member of an object. */
export interface Property {
  readonly name: string;
  readonly doc: Doc;
  readonly type: Type;
  readonly readOnly: boolean;
  /** True if requests leave it out, because only the server sets it. */
  readonly setByServer: boolean;
  /** The ids of the methods that need it: `annotations.required`. */
  readonly requiredBy: readonly string[];
  readonly limits: Limits;
  readonly at: string;
}

/** What values a place takes. */
export type Type =
  | { readonly kind: "any" }
  | { readonly kind: "boolean" }
  | { readonly kind: "integer"; readonly format: string | null }
  | { readonly kind: "number"; readonly format: string | null }
  | { readonly kind: "string"; readonly format: string | null }
  | { readonly kind: "enum"; readonly values: readonly EnumValue[] }
  | { readonly kind: "array"; readonly items: Type }
  | { readonly kind: "map"; readonly values: Type }
  | { readonly kind: "ref"; readonly schema: string; readonly tsName: string };

/** An allowed string. */
export interface EnumValue {
  readonly value: string;
  readonly doc: Doc;
}
