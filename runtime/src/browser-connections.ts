// `#connections` in browsers.
import { connectionsWith } from "./fetch-connections.js";

export const inBrowser = true;

export const { openConnections, openQuietConnections, openProxied } = connectionsWith({
  unsettable: ["accept-encoding", "user-agent"],
  limits: true,
  // When a connection is cut before the answer, browsers send a POST once more on another, if they can. A
  // stream needs HTTP/2, which comes with https only.
  sendsStreams: canStream,
  takesStreams: canStream,
});

function canStream(origin: string): boolean {
  return origin.startsWith("https:") && readsStreams();
}

/** Whether requests can have streams as bodies: a browser that cannot takes one for a text. */
function readsStreams(): boolean {
  let asked = false;
  const request = new Request("https://this.invalid", {
    method: "POST",
    body: new ReadableStream(),
    get duplex(): "half" {
      asked = true;
      return "half";
    },
  });
  return asked && !request.headers.has("content-type");
}
