import { cannotRun } from "../problem.js";
import { FakeService } from "../serve/fake-service.js";
import { isLoopback, listen, type RunningServer } from "../serve/http-server.js";
import { tokenPath } from "../serve/token-endpoint.js";
import { reasonOf } from "../system-error.js";
import { buildNamed, openNamed, type NamedOptions } from "./named-document.js";
import type { Console } from "./report.js";
import { summary } from "./summary.js";

/** The version of what `serve --json` prints. */
const schemaVersion = 1;

/** What `discogen serve` takes. */
export interface ServeOptions extends NamedOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** A name or address of this machine. */
  readonly host: string;
  readonly json?: boolean | undefined;
}

/**
 * Serves an API as a fake on this machine, until the process is asked to end: by its document, remembering what
 * is created. Its address goes to standard output, and a line for each request to standard error.
 *
 * @returns the exit code.
 * @throws CannotRun where the document has an error, or the port cannot be had.
 */
export async function serve(
  path: string,
  options: ServeOptions,
  console: Console,
  untilStopped: () => Promise<void>,
): Promise<number> {
  const { port, host } = options;
  if (!isLoopback(host)) {
    throw cannotRun("--host", "usage", `${host} is not this machine alone: use 127.0.0.1 or ::1`);
  }
  const named = await openNamed(path, options, console);
  const api = named === null ? null : buildNamed(named, console);
  if (named === null || api === null) return 2;
  const service = new FakeService(
    api,
    { isStateful: true, items: 5, pageSize: null, failureOf: () => null },
    { document: named.source.bytes },
  );
  const server = await started(service, { host, port }, console);
  const stopped = untilStopped();
  const { url } = server;
  const documentUrl = url + service.documentPath;
  const tokenUrl = url + tokenPath;
  if (options.json === true) {
    const { id, revision } = api;
    const facts = { schemaVersion, url: `${url}/`, tokenUrl, documentUrl, api: { id, revision } };
    console.out(JSON.stringify(facts));
  } else console.out(`${url}/`);
  console.note(summary(api));
  console.note(`tokens at ${tokenUrl}, the document at ${documentUrl}; Ctrl+C ends it`);
  await stopped;
  await server.close();
  return 0;
}

async function started(
  service: FakeService,
  at: { readonly host: string; readonly port: number },
  console: Console,
): Promise<RunningServer> {
  try {
    return await listen(
      {
        answer: (request) => service.answer(request),
        onAnswer: (line) => console.note(line),
      },
      at,
    );
  } catch (error) {
    throw cannotRun(`${at.host}:${at.port}`, "cannot-listen", reasonOf(error));
  }
}
