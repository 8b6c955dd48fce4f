import { expect, test } from "vitest";
import { parsePath } from "#generator/model/path-template.js";

/** Parts as text: literals in quotes, variables as operator and name. */
function partsOf(template: string): string[] | string {
  const reading = parsePath(template);
  if ("wrong" in reading) return reading.wrong;
  return reading.parts.map((part) =>
    part.kind === "literal" ? `"${part.text}"` : `${part.operator}${part.name}`,
  );
}

test.each([
  ["books", ['"books"']],
  ["/books", ['"books"']],
  ["books/{bookId}", ['"books/"', "bookId"]],
  ["v1/{+name}", ['"v1/"', "+name"]],
  ["v1/{+name}:undelete", ['"v1/"', "+name", '":undelete"']],
  ["{+a}/x/{b}", ["+a", '"/x/"', "b"]],
  ["files{/path*}", ['"files"', "/path"]],
  ["{a}{b}", ["a", "b"]],
  ["x/{query.id}/{user-id}", ['"x/"', "query.id", '"/"', "user-id"]],
  ["", []],
])("%s is read into its parts", (template, parts) => {
  expect(partsOf(template)).toEqual(parts);
});

test.each([
  ["a/{b", "a { without its }"],
  ["a/b}", "a } without its {"],
  ["a/{b}}", "a } without its {"],
  ["a/{}", "{} is no variable"],
  ["a/{{b}}", "{{b} is no variable"],
  ["a/{b*}", "{b*} is of a form that is not known"],
  ["a{/b}", "{/b} is of a form that is not known"],
])("%s cannot be read", (template, words) => {
  expect(parsePath(template)).toEqual({ wrong: words });
});
