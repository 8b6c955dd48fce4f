import type { MethodDescriptor } from "./descriptor.js";
import { own } from "./record.js";

type Values = Readonly<Record<string, unknown>>;

/** A call that is more than one JSON text for another. */
export interface MediaIntent {
  readonly method: MethodDescriptor;
  /** The parameters as given. */
  readonly values: Values;
  /** The parameters in the query: `"&a=b"`. */
  readonly query: string;
}

/** What a call takes or gives beside JSON; `null` of almost all calls. */
export function mediaIntent(
  method: MethodDescriptor,
  values: Values,
  query: string,
): MediaIntent | null {
  const { upload, download, response, streaming } = method;
  const media = upload && own(values, "media");
  const asked = download && own(values, "alt");
  const special =
    media !== undefined ||
    response === "media" ||
    streaming ||
    upload?.raw ||
    (asked ?? "json") !== "json";
  return special ? { method, values, query } : null;
}
