/**
 * What a fake has to know of an API: which member of the client each method is, and which properties its
 * answers may have. Generated; short texts, because there are many of them.
 */
export interface FakeApi {
  /**
   * By the method's id: the members that lead to it, and what it answers. `"customers.get: Customer"`,
   * `"subscriptions.delete"` (nothing), `"files.get: File | <media>"` (or bytes, if they are asked for), `"names.list: *"`
   * (JSON without named properties).
   */
  readonly methods: { readonly [id: string]: string };
  /**
   * By the schema's name in TypeScript: its properties, each with the schema inside it, if there is one.
   * `"kind subscriptions:Subscription[]"`; `"=Item[]"` for another name of a type, `"=A|B"` for one of several.
   * A `{}` behind a name is a map; `%0020` in a property's name is the sign with that code, a blank.
   */
  readonly schemas: { readonly [name: string]: string };
  /** True if answers come inside `{ "data": … }`. */
  readonly dataWrapper?: true;
}

/** {@link FakeApi.methods}, read. */
export interface FakeMethod {
  readonly id: string;
  /** `["customers", "get"]` */
  readonly path: readonly string[];
  /** The type of its JSON, `""` for one without named properties; `null` if it answers with none. */
  readonly answer: string | null;
  /** True if it answers with bytes: always, or if they are asked for. */
  readonly media: boolean;
}

/** Reads the methods of a fake, by their ids. */
export function readMethods({ methods }: FakeApi): ReadonlyMap<string, FakeMethod> {
  return new Map(
    Object.entries(methods).map(([id, text]) => {
      const [members = "", answer = null] = text.split(": ");
      const types = answer === null ? [] : answer.split(" | ");
      const [json = null] = types.filter((type) => type !== "<media>");
      return [
        id,
        {
          id,
          path: members.split(".").map(decodeName),
          answer: json === "*" ? "" : json,
          media: types.includes("<media>"),
        },
      ];
    }),
  );
}

/** A name as it is, of one in {@link FakeApi}. */
export function decodeName(text: string): string {
  return text.replace(/%([\da-f]{4})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}
