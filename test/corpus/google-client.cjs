// @ts-nocheck: it is read by Node as it stands, and what Google's client takes has no types here.
/**
 * Calls methods through Google's own client, and prints the requests that arrived. Run with the folder that
 * has googleapis; reads `{ name, version, methods: [{ keys, calls: [params, …] }] }` from standard input.
 */
const http = require("node:http");
const { join } = require("node:path");
const { readFileSync } = require("node:fs");

const [, , folder] = process.argv;
const { name, version, methods } = JSON.parse(readFileSync(0, "utf8"));

let api;
try {
  const apis = require(join(folder, "node_modules/googleapis/build/src/apis", name));
  api = apis[name](version);
} catch {
  // It has left the catalogue.
  process.stdout.write("null");
  process.exit(0);
}

const arrived = [];
const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { method: verb, url, headers } = request;
    const body = Buffer.concat(chunks).toString("latin1");
    arrived.push({ verb, url, type: headers["content-type"] ?? "", body });
    response.writeHead(200, { "content-type": "application/json" });
    response.end("{}");
  });
});

/** The method at these keys, or nothing if Google's client has none. */
function methodAt(keys) {
  let holder = api;
  for (const key of keys.slice(0, -1)) holder = holder?.[key];
  const method = holder?.[keys.at(-1)];
  return typeof method === "function" ? method.bind(holder) : undefined;
}

async function call(method, rootUrl, { body, ...params }) {
  arrived.length = 0;
  const all = body === undefined ? params : { ...params, requestBody: body };
  try {
    await method(all, { rootUrl, retry: false });
  } catch (error) {
    if (arrived.length === 0) return { error: String(error.message) };
  }
  return arrived.length === 1 ? arrived[0] : { error: `${arrived.length} requests arrived` };
}

server.listen(0, "127.0.0.1", async () => {
  const rootUrl = `http://127.0.0.1:${server.address().port}/`;
  const results = [];
  for (const { keys, calls } of methods) {
    const method = methodAt(keys);
    const requests = [];
    for (const params of method === undefined ? [] : calls) {
      requests.push(await call(method, rootUrl, params));
    }
    results.push(method === undefined ? null : requests);
  }
  process.stdout.write(JSON.stringify(results));
  server.close();
  server.closeAllConnections();
});
