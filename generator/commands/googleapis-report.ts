import type { Api } from "../model/model.js";
import {
  googleapisCalls,
  googleapisClient,
  googleapisDifferences,
} from "../../templates/googleapis-calls.js";

/** The version of what `inspect --googleapis --json` prints. */
const schemaVersion = 1;

/** Each call of Google's own client beside ours: one line for each, or one JSON text. */
export function googleapisReport(api: Api, isJson: boolean): string[] {
  const calls = googleapisCalls(api);
  if (isJson) {
    const clients = { theirs: googleapisClient(api), ours: api.className };
    const { id, revision } = api;
    const facts = { schemaVersion, api: { id, revision }, clients, calls };
    return [JSON.stringify(facts, null, 2)];
  }
  const width = Math.max(0, ...calls.map(({ theirs }) => theirs.text.length));
  return [
    `${googleapisClient(api)} is new ${api.className}({ auth }) here`,
    "",
    ...calls.map(({ theirs, ours }) => `${theirs.text.padEnd(width)}  ${ours.text}`),
    "",
    ...googleapisDifferences(api),
  ];
}
