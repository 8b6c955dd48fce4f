/** A discovery document as these tests read it: on their own, so that no mistake of the generator is shared. */

export interface RawParameter {
  readonly type?: string;
  readonly format?: string;
  readonly location?: string;
  readonly required?: boolean;
  readonly repeated?: boolean;
  readonly enum?: readonly string[];
}

interface RawType {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, RawType>>;
}

export interface RawMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, RawParameter>>;
  readonly request?: RawType;
  readonly response?: RawType;
  readonly mediaUpload?: {
    readonly accept?: readonly string[];
    readonly protocols?: { readonly simple?: { readonly path: string } };
  };
  readonly supportsMediaDownload?: boolean;
  readonly useMediaDownloadService?: boolean;
}

interface RawResource {
  readonly methods?: Readonly<Record<string, RawMethod>>;
  readonly resources?: Readonly<Record<string, RawResource>>;
}

export interface RawDocument extends RawResource {
  readonly name: string;
  readonly version: string;
  readonly rootUrl: string;
  readonly servicePath: string;
  readonly features?: readonly string[];
  readonly schemas?: Readonly<Record<string, RawType>>;
}

/** A method with the keys that lead to it: `["projects", "locations", "list"]`. */
export interface PlacedMethod {
  readonly method: RawMethod;
  readonly keys: readonly string[];
}

/** Every method of a document. */
export function methodsOf(
  { methods = {}, resources = {} }: RawResource,
  above: readonly string[] = [],
): PlacedMethod[] {
  const own = Object.entries(methods).map(([key, method]) => ({ method, keys: [...above, key] }));
  const below = Object.entries(resources).flatMap(([key, resource]) =>
    methodsOf(resource, [...above, key]),
  );
  return [...own, ...below];
}

/** True for a body that is bytes of any type. */
export function isHttpBody(type: RawType | undefined, { schemas = {} }: RawDocument): boolean {
  const schema = type?.$ref === undefined ? type : schemas[type.$ref];
  return (
    Object.keys(schema?.properties ?? {})
      .toSorted()
      .join() === "contentType,data,extensions"
  );
}

/** Its parameters by name. */
export function parametersOf({ parameters = {} }: RawMethod): [string, RawParameter][] {
  return Object.entries(parameters);
}
