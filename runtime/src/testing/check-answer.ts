import { isRecord } from "../record.js";
import { nearestName, oneLine } from "../text.js";
import { decodeName, type FakeApi } from "./fake-api.js";

type Properties = ReadonlyMap<string, string>;

/**
 * Finds what answers hold and their schemas do not. TypeScript does not: it checks no literal that a function
 * returns for properties too many, and a test that rests on one proves nothing.
 */
export class AnswerCheck {
  readonly #schemas: ReadonlyMap<string, string>;
  readonly #read = new Map<string, Properties>();

  constructor({ schemas }: FakeApi) {
    this.#schemas = new Map(Object.entries(schemas));
  }

  /**
   * What is wrong with `value`, in words; `null` if nothing is.
   *
   * @param value plain JSON
   * @param type as in {@link FakeApi}; `""` for one whose properties have no names
   * @param at where it is in the answer; `""` for the whole of it
   */
  fault(value: unknown, type: string, at = ""): string | null {
    if (type === "" || value === null) return null;
    if (type.includes("|")) return this.#faultOfAll(value, type.split("|"), at);
    if (type.endsWith("[]")) return this.#faultOfItems(value, type.slice(0, -2), at);
    const text = this.#schemas.get(type) ?? "";
    if (text.startsWith("=")) return this.fault(value, text.slice(1), at);
    if (!isRecord(value)) return `${at || "the answer"} is not the object it should be`;
    if (!type.endsWith("{}")) return this.#faultOfObject(value, type, text, at);
    const inner = type.slice(0, -2);
    return firstFault(Object.entries(value), (name, each) =>
      this.fault(each, inner, placeOf(at, name)),
    );
  }

  #faultOfAll(value: unknown, types: readonly string[], at: string): string | null {
    const faults = types.map((type) => this.fault(value, type, at));
    return faults.includes(null) ? null : (faults[0] ?? null);
  }

  #faultOfItems(value: unknown, type: string, at: string): string | null {
    if (!Array.isArray(value)) return `${at || "the answer"} is not the array it should be`;
    return firstFault(value.entries(), (index, each) => this.fault(each, type, `${at}[${index}]`));
  }

  #faultOfObject(
    value: Readonly<Record<string, unknown>>,
    name: string,
    text: string,
    at: string,
  ): string | null {
    const properties = this.#propertiesOf(name, text);
    return firstFault(Object.entries(value), (key, each) => {
      const type = properties.get(key);
      if (type !== undefined) return this.fault(each, type, placeOf(at, key));
      const nearest = nearestName(key, properties.keys());
      const meant = nearest === null ? "" : ` (did you mean "${nearest}"?)`;
      const place = at === "" ? "" : `, at ${at}`;
      return `${name} has no property ${oneLine(JSON.stringify(key), 80)}${meant}${place}`;
    });
  }

  #propertiesOf(name: string, text: string): Properties {
    let properties = this.#read.get(name);
    if (properties === undefined) {
      const words = text === "" ? [] : text.split(" ");
      properties = new Map(
        words.map((word) => {
          const [key = "", type = ""] = word.split(":");
          return [decodeName(key), type];
        }),
      );
      this.#read.set(name, properties);
    }
    return properties;
  }
}

function firstFault<Key>(
  entries: Iterable<readonly [Key, unknown]>,
  faultOf: (key: Key, value: unknown) => string | null,
): string | null {
  for (const [key, value] of entries) {
    const fault = faultOf(key, value);
    if (fault !== null) return fault;
  }
  return null;
}

function placeOf(at: string, name: string): string {
  const text = /^[\w$]+$/.test(name) ? name : oneLine(JSON.stringify(name), 80);
  return at === "" ? text : `${at}.${text}`;
}
