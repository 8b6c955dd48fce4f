/** An API that answers by its document: every method with values that are true to it. */
import type { Api } from "../model/model.js";
import { askedFailure } from "./asked-failure.js";
import { CallAnswers, type AnswerOptions } from "./call-answers.js";
import { BodyCheck } from "./check-body.js";
import { badRequest, errorAnswer, GoogleError } from "./google-error.js";
import { emptyAnswer, originOf, shown, type FakeAnswer, type FakeRequest } from "./message.js";
import { readJsonBody } from "./read-body.js";
import { readParams } from "./read-params.js";
import { spelledPath } from "./route.js";
import { Routes, type FoundRoute } from "./routes.js";
import type { FakeCall } from "./store.js";
import { readUpload, UploadSessions } from "./uploads.js";

/** What a fake does beyond its document. */
export interface FakeApiOptions extends AnswerOptions {
  /** The error that a call of a method ends with, or `null` if it is to be answered. */
  readonly failureOf: (methodId: string) => GoogleError | null;
}

/** An answer, with the id of the method that was meant; `null` if there is none. */
export interface AnsweredCall {
  readonly answer: FakeAnswer;
  readonly methodId: string | null;
}

/** A call that was read, or one whose media are still to come. */
interface ReadCall {
  readonly call: FakeCall;
  readonly isSession: boolean;
}

/** The methods of one API. */
export class FakeApi {
  readonly #api: Api;
  readonly #failureOf: FakeApiOptions["failureOf"];
  readonly #routes: Routes;
  readonly #answers: CallAnswers;
  readonly #check: BodyCheck;
  readonly #sessions = new UploadSessions<FakeCall>();

  constructor(api: Api, { failureOf, ...options }: FakeApiOptions) {
    this.#api = api;
    this.#failureOf = failureOf;
    this.#routes = new Routes(api);
    this.#answers = new CallAnswers(api, this.#routes, options);
    this.#check = new BodyCheck(api);
  }

  /** `"GET /v1/books/{id}"` and so on, for people. */
  requestLines(): string[] {
    return this.#routes.requestLines();
  }

  /** Answers a request; what is wrong with it is an answer too. */
  async answer(request: FakeRequest): Promise<AnsweredCall> {
    const told: { methodId: string | null } = { methodId: null };
    try {
      const answer = await this.#answer(request, (id) => (told.methodId = id));
      return { answer: shown(answer, request), ...told };
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      return { answer: shown(errorAnswer(error), request), ...told };
    }
  }

  /** @param tell is told which method is meant, as soon as that is known */
  async #answer(request: FakeRequest, tell: (id: string) => void): Promise<FakeAnswer> {
    const [, target = "", text = ""] = /^([^?]*)\??(.*)$/s.exec(request.target) ?? [];
    const query = new URLSearchParams(text);
    const session = query.get("upload_id");
    if (session !== null) return this.#takePiece(session, request, tell);
    const path = spelledPath(target);
    const routes = path === null ? [] : this.#find(request, path);
    const [first] = routes;
    if (path === null || first === undefined) throw this.#notFound(request, target, path);
    tell(first.method.id);
    const failure = askedFailure(request.headers) ?? this.#failureOf(first.method.id);
    if (failure !== null) throw failure;
    const read = await this.#readAny(routes, { path, query }, request);
    tell(read.call.route.method.id);
    return read.isSession
      ? this.#beginSession(read.call, request)
      : this.#answers.answer(read.call, request);
  }

  /** Where it is known which method is meant, that one alone; else all that may be. */
  #find({ method, methodId }: FakeRequest, path: string): readonly FoundRoute[] {
    const found = this.#routes.find(method, path);
    const meant = found.filter((route) => route.method.id === methodId);
    return meant.length > 0 ? meant : found;
  }

  #notFound({ method }: FakeRequest, target: string, path: string | null): GoogleError {
    const verbs = path === null ? [] : this.#routes.verbs(path);
    const near = path === null || verbs.length > 0 ? null : this.#routes.nearest(path);
    const there = verbs.length > 0 ? `; there is ${verbs.join(", ")}` : "";
    const instead = near === null ? there : `; did you mean /${near}?`;
    const message = `${this.#api.id} has no method for ${method} ${target.slice(0, 500)}${instead}`;
    return new GoogleError({ status: 404, message });
  }

  /** Reads the request as a call of the first method that it can be one of; else it is wrong for the first. */
  async #readAny(
    routes: readonly FoundRoute[],
    at: Pick<FakeCall, "path" | "query">,
    request: FakeRequest,
  ): Promise<ReadCall> {
    let refusal: GoogleError | null = null;
    for (const route of routes) {
      try {
        return await this.#read(route, at, request);
      } catch (error) {
        if (!(error instanceof GoogleError)) throw error;
        refusal ??= error;
      }
    }
    throw refusal ?? new GoogleError({ status: 404 });
  }

  async #read(
    route: FoundRoute,
    { path, query }: Pick<FakeCall, "path" | "query">,
    request: FakeRequest,
  ): Promise<ReadCall> {
    const { method, values, kind } = route;
    const { params, violations } = readParams(method, this.#api, values, query);
    if (violations.length > 0) throw badRequest(violations);
    const call = { route, path, params, query };
    if (kind !== "upload") {
      return { call: { ...call, body: await this.#bodyOf(route, request) }, isSession: false };
    }
    const { body, isSession } = await readUpload(
      method,
      request,
      query.get("uploadType"),
      this.#check,
    );
    return { call: { ...call, body }, isSession };
  }

  /** The JSON of a request; what is media is only taken. */
  async #bodyOf({ method }: FoundRoute, { headers, body }: FakeRequest): Promise<unknown> {
    if (method.upload?.kind === "raw") return undefined;
    const typed = { type: headers["content-type"] ?? "", bytes: body };
    return readJsonBody(method, typed, this.#check);
  }

  #beginSession(call: FakeCall, request: FakeRequest): FakeAnswer {
    const address = originOf(request, this.#api.rootUrl) + request.target;
    const location = `${address}&upload_id=${this.#sessions.begin(call)}`;
    return { ...emptyAnswer(200), headers: { location } };
  }

  #takePiece(session: string, request: FakeRequest, tell: (id: string) => void): FakeAnswer {
    const taken = this.#sessions.take(session, request);
    if ("status" in taken) return taken;
    tell(taken.route.method.id);
    return this.#answers.answer(taken, request);
  }
}
