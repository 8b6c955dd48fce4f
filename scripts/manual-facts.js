/** What the manual says beside the commands. */

/** Variables of the environment. */
export const environment = /** @type {const} */ ([
  ["HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "the proxy that documents are fetched through"],
  ["DISCOGEN_TIMEOUT", "how many seconds there are for fetching a document; default 60"],
  ["NO_COLOR, FORCE_COLOR", "no colours on a terminal; colours elsewhere, too"],
  ["DISCOGEN_DEBUG", "adds a stack trace where discogen itself has failed"],
]);

/** Files that discogen reads and writes in the working directory. */
export const files = /** @type {const} */ ([
  ["discogen.config.json", "which documents become which clients; written by people"],
  ["discogen.lock.json", "what was generated: names, versions, hashes; written by discogen"],
]);
