/** An API with what stands beside it: batches, and on a server a token endpoint and the document itself. */
import type { Api } from "../model/model.js";
import { answerBatch } from "./batch.js";
import { FakeApi, type AnsweredCall, type FakeApiOptions } from "./fake-api.js";
import { errorAnswer, GoogleError } from "./google-error.js";
import { jsonAnswer, originOf, shown, type FakeAnswer, type FakeRequest } from "./message.js";
import { answerToken, tokenPath } from "./token-endpoint.js";

/** What only a server has. */
export interface ServedBeside {
  /** The document's own bytes. */
  readonly document: Uint8Array;
}

/** Answers whatever is asked of an API's host. */
export class FakeService {
  readonly #api: Api;
  readonly #fake: FakeApi;
  readonly #beside: ServedBeside | null;

  constructor(api: Api, options: FakeApiOptions, beside: ServedBeside | null = null) {
    this.#api = api;
    this.#fake = new FakeApi(api, options);
    this.#beside = beside;
  }

  /** Where the document is. */
  get documentPath(): string {
    const { name, version } = this.#api;
    return `/discovery/v1/apis/${name}/${version}/rest`;
  }

  /** Answers a request; what is wrong with it is an answer too. */
  async answer(request: FakeRequest): Promise<AnsweredCall> {
    const path = request.target.replace(/\?.*$/s, "");
    const beside = this.#besideAnswer(path, request);
    if (beside !== null) return { answer: beside, methodId: null };
    if (!this.#isBatch(path, request)) return this.#fake.answer(request);
    try {
      const answer = await answerBatch(request, async (part) => {
        const answered = await this.#fake.answer(part);
        return answered.answer;
      });
      return { answer, methodId: null };
    } catch (error) {
      if (error instanceof GoogleError) return { answer: errorAnswer(error), methodId: null };
      throw error;
    }
  }

  #besideAnswer(path: string, request: FakeRequest): FakeAnswer | null {
    if (this.#beside === null) return null;
    if (path === tokenPath) return answerToken(request);
    if (request.method !== "GET") return null;
    if (path === "/") return this.#overview(request);
    if (path !== this.documentPath) return null;
    const headers = { "content-type": "application/json; charset=UTF-8" };
    return { status: 200, headers, body: this.#beside.document };
  }

  /** What a browser shows to who looks at the server's address. */
  #overview(request: FakeRequest): FakeAnswer {
    const { id, rootUrl } = this.#api;
    const origin = originOf(request, rootUrl);
    const [document, token] = [this.documentPath, tokenPath].map((path) => origin + path);
    const overview = { api: id, document, token, methods: this.#fake.requestLines() };
    return shown(jsonAnswer(200, overview), request);
  }

  /** Google has one address for the batches of all APIs, and one of its own for each. */
  #isBatch(path: string, { method }: FakeRequest): boolean {
    const { batchPath, name, version } = this.#api;
    const own = `/batch/${name}/${version}`;
    return (
      batchPath !== null && method === "POST" && [`/${batchPath}`, "/batch", own].includes(path)
    );
  }
}
