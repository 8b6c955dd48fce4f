import type { Api, Method, Type } from "../generator/model/model.js";
import type { Call } from "./calls.js";
import { memberName } from "./literal.js";
import { resolveType } from "./type-text.js";

/** A client whose one method is answered by a handler, for the README. */
export function fakeSample(api: Api, packageName: string, call: Call): string {
  const { className } = api;
  const answer = handlerText(call.method, api);
  const functions = ["fakeTransport", ...(answer.includes("fakeError") ? ["fakeError"] : [])];
  return `import { ${className} } from "${packageName}";
import { ${functions.sort().join(", ")} } from "${packageName}/testing";

const client = new ${className}({
  transport: fakeTransport<${className}>({
${handlersText(call, answer)}
  }),
});`;
}

/** Objects within objects, a line for each. */
function handlersText({ method, resources }: Call, answer: string): string {
  const names = resources.map(({ tsName }) => memberName(tsName));
  const indent = (depth: number): string => "  ".repeat(depth + 2);
  return [
    ...names.map((name, depth) => `${indent(depth)}${name}: {`),
    `${indent(names.length)}${memberName(method.tsName)}: ${answer},`,
    ...names.map((_, depth) => `${indent(names.length - depth - 1)}},`),
  ].join("\n");
}

/** A handler that answers with what it was asked for, if the answer has a place for it. */
function handlerText({ parameters, response, streaming }: Method, { schemas }: Api): string {
  if (response === null) return "() => undefined";
  const type = resolveType(response, schemas);
  if (type.kind !== "object" || streaming) return "() => fakeError(404)";
  // A 64-bit integer may be given as a bigint, which no answer is.
  const isText = (each: Type): boolean =>
    each.kind === "string" && each.format !== "int64" && each.format !== "uint64";
  const echoed = parameters.find(
    ({ name, required, repeated, type: given }) =>
      required &&
      !repeated &&
      isText(given) &&
      memberName(name) === name &&
      type.properties.some((property) => property.name === name && isText(property.type)),
  );
  return echoed === undefined ? "() => ({})" : `({ ${echoed.name} }) => ({ ${echoed.name} })`;
}
