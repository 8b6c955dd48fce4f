/**
 * What `scripts/compile-validators.js` writes into `dist`: the JSON Schemas of the document and of the
 * configuration as plain functions, so that nothing compiles a schema at run time.
 */

/** One failure as ajv describes it; the shape of `params` depends on `keyword`. */
export interface ShapeError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  /** The value that failed, and the schema it failed. */
  readonly data?: unknown;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
}

/** Checks a value; after a `false`, `errors` holds every failure until the next call. */
export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly ShapeError[] | null;
}

export const validateDocument: Validator;
export const validateConfig: Validator;
