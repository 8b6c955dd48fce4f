import { fakeSample } from "./fake-sample.js";
import { fence, type Place, type Section } from "./readme-section.js";

/** How users try their own code without a network. */
export function offlineSection({ api, name, calls: { first } }: Place): Section | null {
  if (first === null) return null;
  return {
    title: "Offline tests",
    paragraphs: [
      "A client with a fake transport sends nothing, and needs no `auth`. Handlers stand where their methods stand and are typed from them:",
      fence("ts", fakeSample(api, name, first)),
      'A handler takes what its method takes (the body as `body`), and returns the plain JSON of one answer, of a list that of one page, or a promise of it; or `fakeError(404, { reason: "notFound" })`, as Google would say it. It is called for each page and each attempt, so retries and paging are tried as they are. An answer with a property that its schema does not have fails the call, and so does a call without a handler.',
    ],
  };
}
