/** Holds bodies of requests against the document: the door to ajv, which is loaded when a body comes. */
import type { Ajv, ErrorObject, SchemaValidateFunction, ValidateFunction } from "ajv";
import type { Api, Method, Type } from "../model/model.js";
import { didYouMean } from "../did-you-mean.js";
import { pointerKeys, quoted } from "../problem.js";
import { textFormat, textFormats } from "./formats.js";
import type { Violation } from "./google-error.js";
import { jsonSchema, jsonSchemas } from "./json-schema.js";
import { insteadOf } from "./known-names.js";
import { quotedList } from "./quoted-list.js";

/** What a body is checked for: what has to be in it depends on its method. */
interface CheckContext {
  /** `""` where nothing has to be. */
  readonly methodId: string;
}

/** Checks the bodies of an API's methods. */
export class BodyCheck {
  readonly #api: Api;
  readonly #compiled = new Map<string, ValidateFunction>();
  #ajv: Promise<Ajv> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /** What is wrong with a body; none if nothing is. In a PATCH `null` clears what it stands for. */
  async violations(method: Method, type: Type, body: unknown): Promise<Violation[]> {
    const isPatch = method.httpMethod === "PATCH";
    const validate = await this.#validator(type);
    const context: CheckContext = { methodId: isPatch ? "" : method.id };
    if (validate.call(context as never, isPatch ? withoutNulls(body) : body)) return [];
    return (validate.errors ?? []).filter(({ keyword }) => keyword !== "if").map(violationOf);
  }

  async #validator(type: Type): Promise<ValidateFunction> {
    const key = JSON.stringify(type);
    let validate = this.#compiled.get(key);
    if (validate === undefined) {
      const ajv = await (this.#ajv ??= openAjv(this.#api));
      validate = ajv.compile(jsonSchema(type));
      this.#compiled.set(key, validate);
    }
    return validate;
  }
}

async function openAjv(api: Api): Promise<Ajv> {
  const { Ajv } = await import("ajv");
  const formats = Object.entries(textFormats).map(([name, { fits }]) => [name, fits]);
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    ownProperties: true,
    passContext: true,
    allowUnionTypes: true,
    formats: Object.fromEntries(formats) as Record<string, (text: string) => boolean>,
  });
  ajv.addKeyword({ keyword: "requiredBy", type: "object", validate: checkRequired, errors: true });
  return ajv.addSchema(jsonSchemas(api));
}

/** The keyword `requiredBy`: by the property's name the methods that need it. */
const checkRequired: SchemaValidateFunction = function check(
  this: CheckContext,
  requiredBy: Readonly<Record<string, readonly string[]>>,
  data: object,
): boolean {
  const absent = Object.keys(requiredBy).filter(
    (name) => requiredBy[name]?.includes(this.methodId) && !Object.hasOwn(data, name),
  );
  checkRequired.errors = absent.map((missingProperty) => ({
    keyword: "requiredBy",
    params: { missingProperty },
  }));
  return absent.length === 0;
};

/** A PATCH body as the values that stay: lists are replaced as a whole, so nothing is cleared in them. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

function violationOf(error: ErrorObject): Violation {
  const { keyword, instancePath, params } = error;
  const at = pointerKeys(instancePath).map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`));
  const field = `body${at.join("")}`;
  switch (keyword) {
    case "additionalProperties":
      return unknownProperty(error, field);
    case "requiredBy":
    case "required":
      return {
        field: `${field}.${String(params["missingProperty"])}`,
        description: "is required, and is missing",
        reason: "required",
      };
    default:
      return { field, description: wordsOf(error), reason: "invalid" };
  }
}

function unknownProperty({ params, parentSchema }: ErrorObject, field: string): Violation {
  const name = String(params["additionalProperty"]);
  const { title, properties = {} } = { ...parentSchema } as {
    readonly title?: string;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
  const instead = insteadOf(name, Object.keys(properties), "has");
  return {
    field: `${field}.${name}`,
    description: `is no property of ${title ?? "the object"}${instead}`,
    reason: "parseError",
  };
}

function wordsOf({ keyword, params, data, message = "is wrong" }: ErrorObject): string {
  switch (keyword) {
    case "type":
      return `must be ${typeWords(params["type"])}, and is ${valueWords(data)}`;
    case "enum": {
      const values = (params["allowedValues"] as unknown[]).map(String);
      const near = typeof data === "string" ? didYouMean(data, values) : "";
      return `must be one of ${quotedList(values)}, and is ${valueWords(data)}${near}`;
    }
    case "format": {
      const format = textFormat(String(params["format"]));
      return `must be ${format?.words}, such as ${quoted(format?.example ?? "")}, and is ${valueWords(data)}`;
    }
    default:
      return `${message}, and is ${valueWords(data)}`;
  }
}

function typeWords(type: unknown): string {
  const types = Array.isArray(type) ? type : [type];
  const words = types.map((each) => {
    const name = String(each);
    return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
  });
  return words.join(" or ");
}

function valueWords(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
