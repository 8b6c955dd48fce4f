/**
 * The tests about sending that do not hold where requests go through `fetch`, and why: `npm run test:fetch`
 * runs all others with the package's condition `bun`. What users need to know of it stands in
 * runtime/README.md.
 */
export const fetchDifferences: Readonly<Record<string, string>> = {
  "gzip is asked for and unpacked, small and large": "fetch asks for the encodings that it unpacks",
  "R-LIM-04 gzip that is %s is a protocol error": "fetch unpacks, and reports a failed request",
  "encodings that were not asked for, and chained ones, are protocol errors":
    "fetch unpacks all that it knows",
  "R-LIM-06 10,000 POSTs at once with 1,024 files: none is lost, none is doubled":
    "the same number in flight, but Node's fetch takes more memory and opens more connections",
  "R-TMO-07 nothing of 200 POSTs arrives after its abort, whenever that comes":
    "it holds for what waits for its turn; what fetch has begun it may send after the abort",
  "R-TMO-11 R-LIM-07 10,000 calls with one signal leave nothing on it, and no memory":
    "nothing is left on it, but Node's fetch takes more memory",
  "R-TMO-11 10,000 calls with one signal leave no listener and print no warning":
    "it holds, but Node's fetch is so slow that they outlast their time limit on a busy machine",
  "R-RET-30 retry: false sends once, also what never left; a 401 is still renewed":
    "fetch does not tell what never left",
  "R-RET-12 a kept connection that resets at the second GET: sent again on a new one":
    "Node's fetch takes a connection of its own for it",
  "R-RET-09 a POST to a port that opens later arrives once": "fetch does not tell what never left",
  "R-RET-09 a port that opens later: the batch arrives once": "fetch does not tell what never left",
  "a refused port is tried inside the deadline only, and named in words":
    "fetch does not tell what never left",
  "R-RET-11 a kept connection that resets at the second POST: unknown, no third":
    "Node's fetch takes a connection of its own for it",
  "R-RET-14 an untrusted certificate: one connection, not_sent, its code kept":
    "fetch does not tell what never left",
  "R-RET-15 a TLS handshake that never ends: not_sent, in time":
    "fetch does not tell what never left",
  "R-TMO-07 a queued POST that is aborted settles at once and is never sent":
    "it holds, but for the number of connections, which is fetch's",
  "the download goes on by Range and If-Range (20 times)":
    "it holds, but Node's fetch asks for identity by itself, beside us",
  "packed content is unpacked as it arrives": "fetch unpacks, and reports a failed request",
  "invalid UTF-8 and corrupt gzip are protocol errors":
    "fetch unpacks all that it knows, and does not tell a cut end",
  "bytes that follow an ended answer do not matter to the next call":
    "it holds, but for the number of connections, which is fetch's",
  "R-RET-32 a stream of which nothing was read is sent when the connection comes up (20 times)":
    "fetch does not tell what never left, and reads a stream before",
  "behind interceptors a refused port is still known as not sent":
    "fetch does not tell what never left",
};
