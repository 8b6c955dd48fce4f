// A raw server on loopback that follows a schedule and counts what it has carried out.
import type net from "node:net";
import { buildConnector, Pool } from "undici";
import { onRequest, rawServer, type RawServer } from "../servers.js";
import type { ConnectionEvent, RequestEvent, Schedule } from "./schedule.js";

/** A request that arrived whole. */
export interface Arrival {
  /** Of the call: `"o1"`. */
  readonly order: string;
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly at: number;
  readonly event: RequestEvent;
}

export interface OrderServer {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** How often each order was carried out; what the server knows by its `requestId`, once. */
  readonly done: Map<string, number>;
  /** What has been written to it, whether it has arrived or not. */
  bytesSent(): number;
  /** Opens connections as the schedule wants. */
  readonly pool: Pool;
  close(): Promise<void>;
}

const fine: RequestEvent = {
  kind: "answer",
  status: 200,
  executes: true,
  connection: "stays",
  reason: null,
  retryAfter: null,
  html: false,
};

// Nobody listens there, and it is given to nobody.
const closedPort = "1";

export async function orderServer({ connections, requests, pool }: Schedule): Promise<OrderServer> {
  const [coming, accepted, events] = [[...connections], [] as ConnectionEvent[], [...requests]];
  const arrivals: Arrival[] = [];
  const done = new Map<string, number>();
  const known = new Set<string>();
  const server: RawServer = await rawServer((socket) => {
    if (accepted.shift() === "reset") {
      socket.resetAndDestroy();
      return;
    }
    onRequest(socket, (text) => {
      const arrival = read(text, events.shift() ?? fine);
      arrivals.push(arrival);
      if (arrival.event.executes) execute(arrival, done, known);
      answer(socket, arrival.event);
    });
  });
  const sockets: net.Socket[] = [];
  const connector = buildConnector({});
  const opened = new Pool(server.url.slice(0, -1), {
    connections: pool,
    pipelining: 1,
    connect: (options, callback) => {
      const event = coming.shift() ?? "open";
      if (event === "unresolved") {
        const error = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
        setImmediate(() => callback(error, null));
        return;
      }
      if (event === "refused") {
        connector({ ...options, port: closedPort }, callback);
        return;
      }
      accepted.push(event);
      // It returns the socket, though its type does not say so.
      sockets.push(connector(options, callback) as unknown as net.Socket);
    },
  });
  const bytesSent = (): number => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  const { url } = server;
  return { url, arrivals, done, bytesSent, pool: opened, close: () => server.close() };
}

function read(text: string, event: RequestEvent): Arrival {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const [method = "", target = ""] = head.split(" ");
  const order = /\bo\d+\b/.exec(target + body)?.[0] ?? "";
  return { order, method, target, body, at: performance.now(), event };
}

function execute(
  { order, target, body }: Arrival,
  done: Map<string, number>,
  known: Set<string>,
): void {
  const id = /requestId[=":]+(\w+)/.exec(target + body)?.[1];
  if (id !== undefined && known.has(id)) return;
  if (id !== undefined) known.add(id);
  done.set(order, (done.get(order) ?? 0) + 1);
}

function answer(socket: net.Socket, event: RequestEvent): void {
  switch (event.kind) {
    case "silence":
      return;
    case "cut": {
      const head = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n";
      const text = { request: "", headers: head, body: `${head}\r\n{"a":` }[event.after];
      if (!event.reset) socket.end(text);
      else if (text === "") socket.resetAndDestroy();
      else socket.write(text, () => socket.resetAndDestroy());
      return;
    }
    case "answer": {
      const { status, connection } = event;
      const body = bodyOf(event);
      const close = connection === "closes" ? "Connection: close\r\n" : "";
      const later =
        event.retryAfter !== null && "seconds" in event.retryAfter
          ? `Retry-After: ${event.retryAfter.seconds}\r\n`
          : "";
      const length = `Content-Length: ${body.length}\r\n`;
      socket.write(`HTTP/1.1 ${status} S\r\n${close}${later}${length}\r\n${body}`);
      if (connection !== "stays") socket.end();
    }
  }
}

function bodyOf({ status, html, reason, retryAfter }: RequestEvent & { kind: "answer" }): string {
  if (html) return "<html></html>";
  if (status === 200) return '{"a":1}';
  const details =
    retryAfter !== null && "infoMs" in retryAfter
      ? [
          {
            "@type": "type.googleapis.com/google.rpc.RetryInfo",
            retryDelay: `${(retryAfter.infoMs / 1_000).toFixed(3)}s`,
          },
        ]
      : [];
  const errors = reason === null ? [] : [{ reason, domain: "usageLimits" }];
  return JSON.stringify({ error: { message: "m", errors, details } });
}
