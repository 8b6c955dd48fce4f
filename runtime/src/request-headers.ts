import type { AuthHeaders } from "./auth/credentials.js";
import type { ApiDescriptor } from "./descriptor.js";
import { checkHeaderValue } from "./headers.js";
import { runtimeVersion } from "./version.js";

interface SharedHeaders {
  readonly plain: readonly string[];
  readonly withBody: readonly string[];
}

/** The headers of a client's requests. */
export class RequestHeaders {
  readonly #plain: readonly string[];
  readonly #quotaProject: string | null;
  // Most calls of a client have the same headers: those of the token last used are kept.
  #lastAuth: AuthHeaders | null = null;
  #last: SharedHeaders | null = null;

  constructor(api: ApiDescriptor, userAgent: string | null, quotaProject: string | null) {
    const client = `discogen/${runtimeVersion} ${product(api.name)}/${product(api.version)}`;
    this.#plain = [
      // Some of Google's servers compress only for those who say so here too.
      "user-agent",
      `${client}${userAgent === null ? "" : ` ${userAgent}`} (gzip)`,
      "x-goog-api-client",
      `${platform()}gdcl/${runtimeVersion}`,
      "accept-encoding",
      "gzip",
    ];
    this.#quotaProject = quotaProject;
  }

  /** All headers of one request, as undici takes them. */
  of(
    auth: AuthHeaders | null,
    hasBody: boolean,
    own: Readonly<Record<string, string>> | null,
    etag: string | null,
  ): readonly string[] {
    const { plain, withBody } = this.#shared(auth);
    // A batch has a type of its own.
    const shared = hasBody && own?.["content-type"] === undefined ? withBody : plain;
    if (own === null && etag === null) return shared;
    const headers = [...shared];
    for (const [name, value] of Object.entries(own ?? {})) {
      if (name !== "if-none-match" || etag === null) headers.push(name, value);
    }
    if (etag !== null) headers.push("if-none-match", checkHeaderValue(etag, "ifChanged: the etag"));
    return headers;
  }

  #shared(auth: AuthHeaders | null): SharedHeaders {
    if (this.#last === null || this.#lastAuth !== auth) {
      const plain = [...this.#plain, ...this.#credentials(auth ?? [])];
      this.#last = { plain, withBody: [...plain, "content-type", "application/json"] };
      this.#lastAuth = auth;
    }
    return this.#last;
  }

  #credentials(auth: AuthHeaders): string[] {
    if (this.#quotaProject === null) return [...auth];
    const headers = ["x-goog-user-project", this.#quotaProject];
    for (let i = 0; i + 1 < auth.length; i += 2) {
      const name = auth[i] ?? "";
      if (name !== "x-goog-user-project") headers.push(name, auth[i + 1] ?? "");
    }
    return headers;
  }
}

/** `text` as a product's name or version; what cannot stand in the header is left out. */
function product(text: string): string {
  return text.replace(/[^\w.+-]/g, "").slice(0, 64);
}

function platform(): string {
  const version: unknown = globalThis.process?.versions?.node;
  return typeof version === "string" ? `gl-node/${product(version)} ` : "";
}
