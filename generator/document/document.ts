/**
 * A discovery document as it is served: the shape that `readDocument` has verified, and nothing more.
 * Every key may be absent unless the type says otherwise; what the keys mean is decided in `generator/model`.
 *
 * Source: the discovery format v1 (https://developers.google.com/discovery/v1/reference/apis), widened by
 * what real documents hold.
 */
export interface Document {
  readonly kind?: string;
  readonly id?: string;
  readonly name: string;
  readonly version: string;
  readonly revision?: string;
  readonly canonicalName?: string;
  readonly title?: string;
  readonly description?: string;
  readonly documentationLink?: string;
  readonly rootUrl: string;
  readonly mtlsRootUrl?: string;
  readonly servicePath?: string;
  readonly batchPath?: string;
  readonly endpoints?: readonly DocumentEndpoint[];
  readonly fullyEncodeReservedExpansion?: boolean;
  readonly features?: readonly string[];
  readonly auth?: {
    readonly oauth2?: {
      readonly scopes?: Readonly<Record<string, { readonly description?: string }>>;
    };
  };
  readonly parameters?: Readonly<Record<string, DocumentParameter>>;
  readonly schemas?: Readonly<Record<string, DocumentSchema>>;
  readonly methods?: Readonly<Record<string, DocumentMethod>>;
  readonly resources?: Readonly<Record<string, DocumentResource>>;
}

/** A regional address of the API. */
export interface DocumentEndpoint {
  readonly endpointUrl?: string;
  readonly location?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
}

/** A group of methods. */
export interface DocumentResource {
  readonly methods?: Readonly<Record<string, DocumentMethod>>;
  readonly resources?: Readonly<Record<string, DocumentResource>>;
  readonly deprecated?: boolean;
}

/** One call. */
export interface DocumentMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly apiVersion?: string;
  readonly parameters?: Readonly<Record<string, DocumentParameter>>;
  readonly parameterOrder?: readonly string[];
  readonly request?: DocumentSchema & { readonly parameterName?: string };
  readonly response?: DocumentSchema;
  readonly scopes?: readonly string[];
  readonly mediaUpload?: DocumentMediaUpload;
  readonly supportsMediaUpload?: boolean;
  readonly supportsMediaDownload?: boolean;
  readonly useMediaDownloadService?: boolean;
  readonly supportsSubscription?: boolean;
  readonly streamingType?: string;
}

/** How a method takes media. */
export interface DocumentMediaUpload {
  readonly accept?: readonly string[];
  readonly maxSize?: string;
  readonly protocols?: {
    readonly simple?: { readonly multipart?: boolean; readonly path?: string };
    readonly resumable?: { readonly multipart?: boolean; readonly path?: string };
  };
}

/** A named type, a property, an array's items, a map's values, or an inline request or response. */
export interface DocumentSchema {
  readonly id?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: string;
  readonly pattern?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly enumDeprecated?: readonly boolean[];
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly properties?: Readonly<Record<string, DocumentSchema>>;
  readonly additionalProperties?: DocumentSchema;
  readonly items?: DocumentSchema;
  readonly annotations?: { readonly required?: readonly string[] };
  readonly variant?: {
    readonly discriminant?: string;
    readonly map?: readonly { readonly type_value?: string; readonly $ref?: string }[];
  };
}

/** What a call takes in its path or query. */
export interface DocumentParameter extends DocumentSchema {
  readonly location?: string;
  readonly required?: boolean;
  readonly repeated?: boolean;
}
