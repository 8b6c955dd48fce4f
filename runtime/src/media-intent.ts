import type { MethodDescriptor } from "./descriptor.js";
import { own } from "./record.js";

type Values = Readonly<Record<string, unknown>>;

/** A call that is more than one JSON text for another. */
export interface MediaIntent {
  readonly method: MethodDescriptor;
  /** The parameters as given; `media` as it was when the call was made. */
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
  if (media !== undefined) return { method, values: { ...values, media: kept(media) }, query };
  const asked = download && own(values, "alt");
  const special = response === "media" || streaming || upload?.raw || (asked ?? "json") !== "json";
  return special ? { method, values, query } : null;
}

function kept(media: unknown): unknown {
  if (typeof media !== "object") return media;
  const { body } = { ...media } as {
    readonly body?: { on?(event: "error", told: () => void): void };
  };
  // A Node stream that fails before it is read ends the process if nobody listens. It tells its reader again.
  if (typeof body?.on === "function") body.on("error", () => {});
  return { ...media };
}
