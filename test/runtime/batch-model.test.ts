/**
 * Random batches against servers that count orders: none is executed twice, none that may have been is
 * reported as failed, and no result is another call's.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { accessToken, type BatchResult } from "@discogen/runtime";
import { runs } from "../runs.js";
import { multipartBody, multipartType, partsOf, type AnswerPart } from "./multipart.js";
import { TestClient } from "./reseller.js";
import { httpServer, type Arrived } from "./servers.js";

/** What a server does with one call. */
type Fate = "done" | "refused" | "lost" | "broken" | "failing" | "unauthorized" | "limited";
/** What it does with the whole answer, or before it executes anything. */
type Whole =
  "whole" | "cut" | "reset" | "late503" | "early503" | "401" | "429" | "html" | "reversed" | "bare";

interface Schedule {
  readonly fates: readonly Fate[];
  /** Of the first batch and of the second. */
  readonly wholes: readonly [Whole, Whole];
  /** Where a cut answer ends, as a part of its length. */
  readonly at: number;
  readonly renewable: boolean;
}

const fates = fc.constantFrom<Fate>(
  "done",
  "done",
  "refused",
  "lost",
  "broken",
  "failing",
  "unauthorized",
  "limited",
);
const wholes = fc.constantFrom<Whole>(
  "whole",
  "whole",
  "whole",
  "cut",
  "reset",
  "late503",
  "early503",
  "401",
  "429",
  "html",
  "reversed",
  "bare",
);
const schedules: fc.Arbitrary<Schedule> = fc.record({
  fates: fc.array(fates, { minLength: 1, maxLength: 6 }),
  wholes: fc.tuple(wholes, wholes),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  renewable: fc.boolean(),
});

/** A server that executes orders by the schedule, and how often it executed each. */
class OrderBook {
  readonly executed: number[];
  batches = 0;
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.executed = schedule.fates.map(() => 0);
  }

  /** The answer's status, type and body, or `null` for a connection that is reset. */
  answer(arrived: Arrived): { status: number; type: string; body: Uint8Array } | null {
    const { wholes, at } = this.#schedule;
    const whole = wholes[Math.min(this.batches++, 1)] ?? "whole";
    const json = "application/json";
    if (whole === "early503") return { status: 503, type: json, body: Buffer.from("{}") };
    if (whole === "401") return { status: 401, type: json, body: Buffer.from("{}") };
    if (whole === "429") return { status: 429, type: json, body: Buffer.from("{}") };
    const answers = partsOf(arrived).flatMap(({ id, body }) => {
      const { customerDomain } = JSON.parse(body) as { customerDomain: string };
      const answer = this.#execute(Number(customerDomain));
      return answer === null
        ? []
        : [{ ...answer, ...(whole === "bare" ? {} : { id: `<response-${id}>` }) }];
    });
    if (whole === "reset") return null;
    if (whole === "late503") return { status: 503, type: json, body: Buffer.from("{}") };
    if (whole === "html") return { status: 200, type: "text/html", body: Buffer.from("<html>") };
    const body = multipartBody("x", whole === "reversed" ? answers.toReversed() : answers);
    const end = whole === "cut" ? Math.floor(at * body.length) : body.length;
    return { status: 200, type: multipartType("x"), body: body.subarray(0, end) };
  }

  #execute(order: number): AnswerPart | null {
    const fate = this.#schedule.fates[order] ?? "done";
    const error = (status: number): AnswerPart => ({
      status,
      body: `{"error":{"code":${status}}}`,
    });
    if (fate === "refused") return error(404);
    if (fate === "limited") return error(429);
    if (fate === "unauthorized" && this.batches === 1) return error(401);
    this.executed[order] = (this.executed[order] ?? 0) + 1;
    if (fate === "lost") return null;
    if (fate === "broken")
      return { body: '{"tag":', headers: { "content-type": "application/json" } };
    return fate === "failing" ? error(500) : { body: JSON.stringify({ tag: `order ${order}` }) };
  }
}

function check(result: BatchResult<unknown> | undefined, order: number, executed: number): void {
  expect(executed).toBeLessThanOrEqual(1);
  if (result?.status === "fulfilled") {
    expect(result.value).toEqual({ tag: `order ${order}` });
    expect(executed).toBe(1);
  } else if (executed > 0) {
    expect(result?.reason.outcome).toBe("unknown");
  }
}

test(
  "no order is executed twice, and none that may have been is reported otherwise",
  { timeout: 600_000 },
  async () => {
    let book: OrderBook | null = null;
    const server = await httpServer((arrived, response) => {
      const answer = book?.answer(arrived) ?? null;
      if (answer === null) {
        response.destroy();
        return;
      }
      response.writeHead(answer.status, { "content-type": answer.type });
      response.end(answer.body);
    });
    let asked = 0;
    const renewable = new TestClient({
      auth: accessToken(() => `t${++asked}`),
      rootUrl: server.url,
    });
    const fixed = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
    const property = fc.asyncProperty(schedules, async (schedule) => {
      const mine = (book = new OrderBook(schedule));
      const client = schedule.renewable ? renewable : fixed;
      const results = await client.batch((b) =>
        schedule.fates.map((_, order) =>
          b.call("insert", { body: { customerDomain: String(order) } }),
        ),
      );
      expect(results).toHaveLength(schedule.fates.length);
      for (const [order, executed] of mine.executed.entries())
        check(results[order], order, executed);
      expect(mine.batches).toBeLessThanOrEqual(2);
    });
    try {
      await fc.assert(property, runs(500));
    } finally {
      await Promise.all([renewable.close(), fixed.close()]);
      await server.close();
    }
  },
);
