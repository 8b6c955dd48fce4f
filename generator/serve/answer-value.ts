/** The JSON that a call is answered with. */
import type { Api, Paging, Type } from "../model/model.js";
import type { Examples } from "./example.js";
import { takesText } from "./formats.js";
import { isObject, mergePatch, withPath } from "./merge.js";
import { OperationNames, settledOperation } from "./operation.js";
import { pageOf } from "./pages.js";
import { schemaName } from "./resource-role.js";
import type { PathValues } from "./route.js";
import type { FakeCall, StoreAnswer } from "./store.js";

/** What lists are like. */
export interface ListOptions {
  /** How many items a list of examples has. */
  readonly items: number;
  /** How many items a page has where the request does not say; `null`: few of examples, many of what is kept. */
  readonly pageSize: number | null;
}

/** All items of a list; where no property is known to hold them, they stand for its pages. */
interface List {
  readonly property: string | null;
  readonly items: readonly unknown[];
  readonly pageSize: number;
  /** True if the property is a map. */
  readonly isMap: boolean;
}

/** Makes answers of examples, and of what is remembered. */
export class AnswerValues {
  readonly #examples: Examples;
  readonly #options: ListOptions;
  readonly #names: OperationNames;

  constructor(api: Api, examples: Examples, options: ListOptions) {
    this.#examples = examples;
    this.#names = new OperationNames(api);
    this.#options = options;
  }

  /**
   * The answer's JSON; `undefined` for an empty answer.
   *
   * @param stored what is remembered of what the call is about, or `null`
   * @param origin where the API is, for the addresses of further pages: `"http://127.0.0.1:8080"`
   */
  of(call: FakeCall, stored: StoreAnswer | null, origin: string): unknown {
    const { response, paging } = call.route.method;
    if (stored?.kind === "value") return stored.value;
    if (response === null) return undefined;
    if (stored !== null) {
      const { property, items } = stored;
      const list = { property, items, pageSize: this.#options.pageSize ?? 100, isMap: false };
      return this.#withPage(this.#examples.fixedOf(response), list, call, origin);
    }
    const example = this.#example(call);
    if (paging === null) return example;
    return this.#withPage(example, this.#exampleList(response, paging), call, origin);
  }

  /** An example, with what was sent in its places. */
  #example({ route, body }: FakeCall): unknown {
    const { response, request, httpMethod, streaming, operation } = route.method;
    if (response === null) return undefined;
    if (streaming) return [1, 2, 3].map((each) => this.#examples.valueOf(response, "value", each));
    const made = this.#examples.valueOf(response, "value");
    if (!isObject(made)) return made;
    const example =
      operation === null ? made : settledOperation(made, operation, this.#names.of(operation));
    const isSame = schemaName(request?.type ?? null) === schemaName(response);
    const sent = isSame && isObject(body) ? body : {};
    const value = httpMethod === "PATCH" ? mergePatch(example, sent) : { ...example, ...sent };
    const names = this.#examples
      .propertiesOf(response)
      .map(({ name, type }) => ({ name, type, text: valueIn(route.values, name) }))
      .filter(({ type, text }) => typeof text === "string" && takesText(type, text))
      .map(({ name, text }) => [name, text]);
    return { ...(value as object), ...Object.fromEntries(names) };
  }

  #exampleList(response: Type, { items }: Paging): List {
    const type = items === null ? null : this.#itemType(response, items.name);
    if (items === null || type === null) {
      return { property: null, items: [1, 2], pageSize: 1, isMap: false };
    }
    const made = Array.from({ length: this.#options.items }, (_, index) =>
      this.#examples.valueOf(type, items.name, index + 1),
    );
    const { pageSize } = this.#options;
    const isMap = items.kind === "map";
    return { property: items.name, items: made, pageSize: pageSize ?? 2, isMap };
  }

  /** What a property of an answer lists. */
  #itemType(response: Type, property: string): Type | null {
    const type = this.#examples.propertiesOf(response).find(({ name }) => name === property)?.type;
    if (type?.kind === "array") return type.items;
    return type?.kind === "map" ? type.values : null;
  }

  /** `base` with the items of the page that is asked for, and the token of the next one. */
  #withPage(base: unknown, list: List, call: FakeCall, origin: string): unknown {
    const { method } = call.route;
    const { property, items, pageSize, isMap } = list;
    const keyed = items.map((item, index) => [`key-${index + 1}`, item] as const);
    const holding = (some: typeof keyed): unknown => {
      if (property === null) return base;
      const values = isMap ? Object.fromEntries(some) : some.map(([, item]) => item);
      return withPath(base, [property], values);
    };
    const { paging } = method;
    if (paging === null) return holding(keyed);
    const asked = { ...call.params, ...(isObject(call.body) ? call.body : {}) };
    const page = pageOf(keyed, { method, paging }, asked, pageSize);
    const token =
      page.next !== null && paging.link ? linkTo(call, paging, page.next, origin) : page.next;
    return withPath(holding([...page.items]), paging.tokenOut, token ?? undefined);
  }
}

function valueIn(values: PathValues, name: string): string | readonly string[] | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The address of the next page: the same call with its token. */
function linkTo({ path, query }: FakeCall, paging: Paging, token: string, origin: string): string {
  const changed = new URLSearchParams(query);
  changed.set(paging.tokenIn.name, token);
  return `${origin}/${path}?${changed}`;
}
