/** The sections of a README about lists, parts of answers, and several calls at once. */
import type { Api } from "../generator/model/model.js";
import { callsOf, type Call } from "./calls.js";
import { code } from "./doc-comment.js";
import { stringLiteral } from "./literal.js";
import { fence, type Place, type Section } from "./readme-section.js";
import { callExpression } from "./sample-calls.js";
import { resolveType } from "./type-text.js";

/** Lists, masks and batches, as far as the API has them. */
export function callSections(place: Place): (Section | null)[] {
  return [listSection(place), maskSection(place), batchSection(place)];
}

function listSection({ api, calls: { list } }: Place): Section | null {
  if (list === null) return null;
  const call = callExpression(list, api);
  const token = list.method.paging?.tokenOut.join("?.") ?? "";
  const page = /^[\w$?.]+$/.test(token)
    ? `\nconsole.log(first.${token});`
    : "\nconsole.log(first);";
  const sample = `// Item by item, page after page.
for await (const item of ${call}) {
  console.log(item);
}
// Page by page.
for await (const page of ${call}.pages()) {
  console.log(page);
}
// One page, whose token resumes the list later.
const first = await ${call};${page}`;
  return {
    title: "Lists",
    paragraphs: [
      fence("ts", sample),
      "The first page is one request, sent at once; each further one is sent when it is asked for. Deadlines hold for one page, a `signal` for the whole loop.",
    ],
  };
}

function maskSection({ api, calls: { masked } }: Place): Section | null {
  if (masked === null) return null;
  const names = propertyNames(masked, api);
  if (names.length === 0) return null;
  const call = callExpression(masked, api, {
    more: [`fields: ${stringLiteral(names.join(","))}`],
  });
  const sample = `const part = await ${call};
console.log(part);`;
  return {
    title: "Parts of an answer",
    paragraphs: [
      fence("ts", sample),
      `${code("fields")} is completed in the editor and checked by the compiler: ${code("a/b")} is a property of a property, ${code("a(b,c)")} several of them. The type of the answer has what was asked for, and nothing else.`,
    ],
  };
}

/** Names that can stand in a mask. */
function propertyNames({ method }: Call, api: Api): string[] {
  if (method.response === null) return [];
  const schema = resolveType(method.response, api.schemas);
  if (schema.kind !== "object") return [];
  const names = schema.properties.map(({ name }) => name).filter((name) => /^\w+$/.test(name));
  return names.filter((name) => !/^(kind|etag)$/.test(name)).slice(0, 2);
}

function batchSection({ api, calls }: Place): Section | null {
  if (api.batchPath === null) return null;
  const fits = ({ method }: Call): boolean =>
    !method.streaming && method.upload === null && method.download === null;
  const first = calls.first !== null && fits(calls.first) ? calls.first : callsOf(api).find(fits);
  if (first === undefined) return null;
  const second = calls.list ?? first;
  const [one, two] = [first, second].map((call) => callExpression(call, api, { client: "b" }));
  const sample = `const [one, two] = await client.batch((b) => [
  ${one ?? ""},
  ${two ?? ""},
]);
if (one.status === "fulfilled") console.log(one.value);
else console.log(one.reason.message);
console.log(two.status);`;
  return {
    title: "Several calls in one request",
    paragraphs: [
      fence("ts", sample),
      `Up to 1,000 calls travel as one HTTP request and fail or succeed each by itself. The calls are made on ${code("b")}; each counts for the quota as it would alone.`,
    ],
  };
}
