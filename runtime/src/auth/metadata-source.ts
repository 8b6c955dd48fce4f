import type { AbortSignalLike } from "../structural.js";
import { authError } from "../error.js";
import { AuthServer, type AuthAnswer, type Patience } from "./auth-server.js";
import { acceptGzip, readToken } from "./token-endpoint.js";
import { googleUniverse, type Token, type TokenSource } from "./token-source.js";

// Off Google's cloud nobody answers, so a first question must not take long.
const firstPatience: Patience = { attemptMs: 3_000, totalMs: 3_000 };
const laterPatience: Patience = { attemptMs: 3_000, totalMs: 30_000 };
// The server gives out the same token until four minutes before its end: who asks earlier asks with every call.
const earlyMs = 225_000;
const account = "/computeMetadata/v1/instance/service-accounts/default/";

/** How to ask. */
export interface MetadataSettings {
  /** What to say if nobody answers; `null` if the server is known to be there, and worth waiting for. */
  readonly absent: string | null;
  readonly scopes: readonly string[];
  readonly quotaProject: string | null;
}

/** The service account of the machine, from its metadata server: over plain http, never through a proxy. */
export class MetadataSource implements TokenSource {
  /** Not known: some machines give what is asked for, others what they were set up with. */
  readonly scopes = null;
  readonly universe = googleUniverse;
  readonly quotaProject: string | null;
  readonly #asked: string;
  readonly #server: AuthServer;
  #absent: string | null;

  /** @param host with its port, if it has one */
  constructor(host: string, settings: MetadataSettings) {
    this.quotaProject = settings.quotaProject;
    this.#asked = settings.scopes.map(encodeURIComponent).join(",");
    this.#server = new AuthServer("metadata request", `http://${host}`, null);
    this.#absent = settings.absent;
  }

  async request(signal: AbortSignalLike | null): Promise<Token> {
    const answer = await this.#ask(`token?scopes=${this.#asked}`, signal);
    return { ...readToken(answer, this.#server), earlyMs };
  }

  /** The service account's address. */
  async email(signal: AbortSignalLike | null): Promise<string> {
    const email = (await this.#ask("email", signal)).text.trim();
    if (/^[\w.-]+@[\w.-]+$/.test(email)) return email;
    throw this.#server.unusable("the answer is not the address of a service account");
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #ask(what: string, signal: AbortSignalLike | null): Promise<AuthAnswer> {
    const headers = ["metadata-flavor", "Google", ...acceptGzip];
    const request = { method: "GET", path: account + what, headers, body: null } as const;
    const absent = this.#absent;
    const patience = absent === null ? laterPatience : firstPatience;
    const answer = await this.#server.send(request, signal, patience).catch((error: unknown) => {
      throw absent === null ? error : authError(absent, error);
    });
    if (answer.headers.get("metadata-flavor") !== "Google") {
      throw this.#server.unusable("something else answers (no Metadata-Flavor: Google)");
    }
    this.#absent = null;
    if (answer.status === 404) throw this.#server.unusable("the machine has no service account");
    if (answer.status !== 200) throw this.#server.refusal(answer, []);
    return answer;
  }
}
