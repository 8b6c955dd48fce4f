/**
 * Real documents, where `DISCOGEN_CORPUS` says they are: a fake answers every method of each with what the
 * document says, and refuses what it does not say.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FakeService } from "#generator/serve/fake-service.js";
import { fakeFromDocument, type FakeTransport } from "#generator/serve/testing.js";
import { buildModel } from "#generator/model/build-model.js";
import { readDocument } from "#generator/document/read-document.js";
import { expectedRequest } from "../corpus/oracle.js";
import { isHttpBody, methodsOf, type RawDocument, type RawMethod } from "../corpus/raw-document.js";
import { found } from "../model/models.js";
import { RawChecker, type RawNode, type RawSchemas } from "./raw-schema.js";
import { mistakes, rawParams, type Manner } from "./raw-values.js";

const corpus = process.env["DISCOGEN_CORPUS"] ?? "";
const folder = join(corpus, "documents");
const names = corpus === "" || !existsSync(folder) ? [] : readdirSync(folder);

/** A document with its fake. */
class Case {
  readonly document: RawDocument;
  readonly schemas: RawSchemas;
  readonly methods: readonly RawMethod[];
  readonly #checker: RawChecker;
  readonly #service: FakeService;
  readonly #transport: FakeTransport;

  constructor(name: string, isStateful: boolean) {
    const bytes = readFileSync(join(folder, name));
    this.document = JSON.parse(bytes.toString()) as RawDocument;
    this.schemas = (this.document.schemas ?? {}) as RawSchemas;
    this.methods = methodsOf(this.document).map(({ method }) => method);
    this.#checker = new RawChecker(this.schemas);
    const document = found(readDocument(bytes).value, "document");
    const api = found(buildModel(document, undefined, { lenient: true }).value, "model");
    const options = { isStateful, items: 5, pageSize: 2, failureOf: () => null };
    this.#service = new FakeService(api, options);
    this.#transport = fakeFromDocument(this.document, { stateful: isStateful });
  }

  /** The same call of a client that is given `discogen/testing` as its transport. */
  async transported(method: RawMethod, params: Record<string, unknown>): Promise<Answered> {
    const { path, query } = expectedRequest(this.document, method, params);
    const { body } = params;
    const response = await this.#transport({
      method: method.httpMethod,
      url: `${path}?${query.join("&")}`,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      call: { id: method.id },
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) chunks.push(chunk);
    return { status: response.status, meant: method, text: Buffer.concat(chunks).toString() };
  }

  async answer(method: RawMethod, params: Record<string, unknown>): Promise<Answered> {
    const { path, query } = expectedRequest(this.document, method, params);
    const { body } = params;
    const { answer, methodId } = await this.#service.answer({
      method: method.httpMethod,
      target: `${new URL(path).pathname}?${query.join("&")}`,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
      methodId: null,
    });
    const meant = this.methods.find(({ id }) => id === methodId);
    return { status: answer.status, meant, text: Buffer.from(answer.body).toString() };
  }

  /** What is wrong with an answer, by the method that the request was taken for. */
  faults({ meant, text }: Answered): string[] {
    const response = meant?.response as RawNode | undefined;
    if (meant === undefined) return ["is taken for no method"];
    if (response === undefined) return text === "" ? [] : [`answers with ${text}`];
    if (isHttpBody(meant.response, this.document)) return [];
    const json: unknown = JSON.parse(text);
    const isWrapped = this.document.features?.includes("dataWrapper") === true;
    const data = isWrapped ? (json as { data: unknown }).data : json;
    const elements = isStreaming(meant) ? (data as unknown[]) : [data];
    return elements.flatMap((element) => this.#checker.errors(response, element));
  }
}

interface Answered {
  readonly status: number;
  /** The method that the request was taken for. */
  readonly meant: RawMethod | undefined;
  readonly text: string;
}

function isStreaming(method: RawMethod): boolean {
  const { streamingType = "NONE" } = method as { streamingType?: string };
  return streamingType !== "NONE";
}

/** Two methods with patterns that one path can fit; only who means one of them knows which. */
const ambiguous = new Map([
  ["firestore.projects.databases.documents.get", "firestore.projects.databases.documents.list"],
]);

/** True if a request for one method may be taken for the other. */
function isSame(method: RawMethod, other: RawMethod | undefined): boolean {
  if (ambiguous.get(method.id) === other?.id) return true;
  const form = (path = ""): string => path.replace(/^\//, "").replace(/\{[^}]*\}/g, "{}");
  return method.httpMethod === other?.httpMethod && form(method.path) === form(other.path);
}

const limit = { timeout: 300_000 };

describe.skipIf(names.length === 0)("a fake of", () => {
  test.each(names)("%s answers every method as the document says", limit, async (name) => {
    const one = new Case(name, false);
    const faults: string[] = [];
    for (const method of one.methods) {
      for (const manner of ["needed", "all"] satisfies Manner[]) {
        const params = rawParams(method, one.schemas, manner);
        for (const answered of [
          await one.answer(method, params),
          await one.transported(method, params),
        ]) {
          const { status, meant, text } = answered;
          const title = `${method.id} (${manner})`;
          if (status >= 300) faults.push(`${title}: ${status} ${text.slice(0, 400)}`);
          else if (!isSame(method, meant)) faults.push(`${title}: is taken for ${meant?.id}`);
          else faults.push(...one.faults(answered).map((fault) => `${title}: ${fault}`));
        }
      }
    }
    expect(faults.slice(0, 20)).toEqual([]);
  });

  test.each(names)("%s remembers without a failure of its own", limit, async (name) => {
    const one = new Case(name, true);
    const faults: string[] = [];
    for (const method of one.methods) {
      const answered = await one.answer(method, rawParams(method, one.schemas, "needed"));
      const { status, text } = answered;
      if (status >= 500) faults.push(`${method.id}: ${status} ${text}`);
      if (status < 300) faults.push(...one.faults(answered).map((each) => `${method.id}: ${each}`));
    }
    expect(faults.slice(0, 20)).toEqual([]);
  });

  test.each(names)("%s refuses what it does not say", limit, async (name) => {
    const one = new Case(name, false);
    const faults: string[] = [];
    for (const method of one.methods) {
      if (isHttpBody(method.request, one.document)) continue;
      for (const [what, params] of mistakes(method, one.schemas)) {
        const { status, text } = await one.answer(method, params);
        if (status !== 400) faults.push(`${method.id}, ${what}: ${status} ${text.slice(0, 200)}`);
      }
    }
    expect(faults.slice(0, 20)).toEqual([]);
  });
});
