/** Long-running operations: a fake's have all ended well when they begin. */
import type { Api, Method, Operation, Resource } from "../model/model.js";
import { PathPattern } from "./path-pattern.js";

/** An example of an operation, without what would say that it failed. */
export function settledOperation(
  example: Readonly<Record<string, unknown>>,
  { style }: Operation,
  name: string,
): Record<string, unknown> {
  const { error: _, httpErrorStatusCode: __, httpErrorMessage: ___, ...others } = example;
  return { ...others, name, ...(style === "done" ? { done: true } : { status: "DONE" }) };
}

/** Names by which operations can be asked for. */
export class OperationNames {
  readonly #methods: ReadonlyMap<string, Method>;

  constructor({ methods, resources }: Api) {
    const all = [...methods, ...resources.flatMap(methodsWithin)];
    this.#methods = new Map(all.map((method) => [method.at, method]));
  }

  /** A name that the method which polls takes. */
  of({ poll }: Operation): string {
    const method = this.#methods.get(poll);
    const last = method?.path.at(-1);
    const parameter = method?.parameters.find(
      ({ name }) => last?.kind === "variable" && last.name === name,
    );
    return PathPattern.read(parameter?.limits.pattern ?? null)?.example() ?? "operation-1";
  }
}

function methodsWithin({ methods, resources }: Resource): Method[] {
  return [...methods, ...resources.flatMap(methodsWithin)];
}
