/** Model → the sources of a client, as they are compiled and run; nothing else of its package. */
import { planFiles } from "../../templates/plan-files.js";
import type { Api } from "../model/model.js";
import { checkSources } from "../output/gate.js";
import { printFiles, type PrintedFile } from "../output/print-files.js";

/** The sources of a client by their paths within its folder: `index.ts`, `resources/customers.ts`. */
export type ClientSources = ReadonlyMap<string, string>;

const facts = {
  name: null,
  folder: "client",
  version: "1.0.0",
  license: "",
  licenseText: null,
  repository: null,
  document: null,
  sha256: "",
  runtimeRange: "*",
  typescriptRange: "*",
};

/** What was printed: both witnesses want the same. */
const printed = new WeakMap<Api, ClientSources>();

/**
 * The sources of a client, not formatted.
 *
 * @throws Error if one does not pass the gate: that is a bug of ours.
 */
export function clientSources(api: Api): ClientSources {
  const known = printed.get(api);
  if (known !== undefined) return known;
  const sources = printSources(api);
  printed.set(api, sources);
  return sources;
}

function printSources(api: Api): ClientSources {
  const planned = planFiles(api, facts, "source").filter(({ path }) => path !== "testing.ts");
  const files: readonly PrintedFile[] = printFiles(planned);
  const wrong = checkSources(files);
  if (wrong.length > 0) throw new Error(`generated code that must not run:\n${wrong.join("\n")}`);
  return new Map(files.map(({ path, text }) => [path, text]));
}
