import { authError, type GoogleApiError } from "../error.js";
import { isRecord } from "../record.js";
import { oneLine } from "../text.js";
import { isToken } from "./credentials.js";
import { googleUniverse } from "./token-source.js";

const tokenHosts = new Set(["oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com"]);

/** The members of a key file. Messages name the member, never its value. */
export class KeyFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #what: string;

  /**
   * @param key the file's content, as text or parsed
   * @param what how messages begin: `"serviceAccount"`
   */
  constructor(key: unknown, what: string) {
    this.#what = what;
    const fields = typeof key === "string" ? this.#parse(key) : key;
    if (!isRecord(fields)) throw this.error("the key must be the JSON object of a key file");
    this.#fields = fields;
    this.#checkTokenUri(fields["token_uri"]);
  }

  /** What kind of key it is. */
  get type(): unknown {
    return this.#fields["type"];
  }

  /** The type, for people. */
  get shownType(): string {
    return typeof this.type === "string" ? JSON.stringify(oneLine(this.type, 60)) : "no type";
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  /** A text that must be there. */
  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    throw this.error(`${name} is missing`);
  }

  /** Where the key is good. */
  get universe(): string {
    return this.has("universe_domain") ? this.text("universe_domain") : googleUniverse;
  }

  get quotaProject(): string | null {
    if (!this.has("quota_project_id")) return null;
    const project = this.text("quota_project_id");
    if (isToken(project)) return project;
    throw this.error("quota_project_id must be visible ASCII text without blanks");
  }

  error(message: string): GoogleApiError {
    return authError(`${this.#what}: ${message}`);
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch {
      // Without the cause: it quotes the key.
      throw this.error("the key is not JSON");
    }
  }

  // Google's own address is used whatever the file says, but one that leads elsewhere tells of a forged file.
  #checkTokenUri(value: unknown): void {
    if (value === undefined) return;
    let url: URL;
    try {
      url = new URL(typeof value === "string" ? value : "");
    } catch {
      throw this.error("token_uri is no URL");
    }
    const plain = url.username === "" && url.password === "" && url.port === "";
    if (url.protocol !== "https:" || !plain || !tokenHosts.has(url.hostname)) {
      throw this.error("token_uri does not lead to Google");
    }
  }
}
