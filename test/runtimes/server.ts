import { createSecureServer, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";
import {
  httpServer,
  listen,
  selfSigned,
  type Arrived,
  type TestServer,
} from "../runtime/servers.js";

/** Answers what `program.ts` asks, also from pages of other origins. */
export function resellerServer(): Promise<TestServer> {
  return httpServer((arrived, response) => {
    response.setHeader("access-control-allow-origin", "*");
    if (arrived.method === "OPTIONS") {
      response.setHeader("access-control-allow-methods", "*");
      const asked = arrived.headers["access-control-request-headers"] ?? "";
      response.setHeader("access-control-allow-headers", asked);
      response.end();
    } else {
      answer(arrived, response);
    }
  });
}

function answer({ method, url, headers }: Arrived, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, "http://this.invalid");
  const what = pathname.split("/").at(-1) ?? "";
  const reply = answers[method === "POST" ? "cut" : what];
  if (reply !== undefined) {
    reply(response);
    return;
  }
  const second = searchParams.get("pageToken") === "t2";
  const page = second
    ? { subscriptions: [{ subscriptionId: "S3" }] }
    : { subscriptions: [{ subscriptionId: "S1" }, { subscriptionId: "S2" }], nextPageToken: "t2" };
  const json = what === "subscriptions" ? page : { customerId: what };
  response.setHeader("content-type", "application/json");
  if (headers["accept-encoding"]?.includes("gzip") === true) {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync(JSON.stringify(json)));
  } else {
    response.end(JSON.stringify(json));
  }
}

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  missing: (response) => {
    response.writeHead(404, { "content-type": "application/json" });
    const errors = [{ reason: "notFound", domain: "global", message: "no such customer" }];
    response.end(JSON.stringify({ error: { code: 404, message: "no such customer", errors } }));
  },
  redirect: (response) => {
    response.writeHead(302, { location: "/elsewhere" });
    response.end();
  },
  endless: (response) => {
    const piece = Buffer.alloc(1024 * 1024, " ");
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on("drain", more);
    more();
  },
  silent: () => {},
  cut: (response) => response.socket?.destroy(),
};

/** An HTTP/2 server that cuts the connection when an order arrives. */
export async function cuttingServer(): Promise<{
  readonly url: string;
  /** The bodies of the orders that arrived, and how many streams their connection had before. */
  readonly orders: { readonly body: string; readonly before: number }[];
  close(): Promise<void>;
}> {
  const orders: { body: string; before: number }[] = [];
  const sockets: Socket[] = [];
  const server = createSecureServer(selfSigned());
  server.on("connection", (socket: Socket) => sockets.push(socket));
  server.on("session", (session) => {
    let streams = 0;
    session.on("error", () => {});
    session.on("stream", (stream: ServerHttp2Stream, { ":method": method }) => {
      const before = streams++;
      const chunks: Buffer[] = [];
      stream.on("error", () => {});
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (method === "POST") {
          orders.push({ body: Buffer.concat(chunks).toString(), before });
          session.destroy();
          return;
        }
        const allowed = { "access-control-allow-origin": "*", "access-control-allow-methods": "*" };
        const headers = "authorization, content-type, x-goog-api-client";
        stream.respond({ ...allowed, "access-control-allow-headers": headers });
        stream.end(method === "GET" ? "{}" : "");
      });
    });
  });
  const port = await listen(server);
  return {
    url: `https://localhost:${port}/`,
    orders,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
