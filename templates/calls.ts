/** How methods are reached from the client. */
import type { Api, Method, Resource } from "../generator/model/model.js";
import { memberName } from "./literal.js";

type Parent = Pick<Resource, "methods" | "resources">;

/** A method with the resources that lead to it. */
export interface Call {
  readonly method: Method;
  readonly resources: readonly Resource[];
}

/** Every call of an API, parents before their children. */
export function callsOf(api: Api): Call[] {
  return callsWithin(api, []);
}

function callsWithin({ methods, resources }: Parent, path: readonly Resource[]): Call[] {
  return [
    ...methods.map((method) => ({ method, resources: path })),
    ...resources.flatMap((resource) => callsWithin(resource, [...path, resource])),
  ];
}

/** `client.customers.get`: how a method is reached. */
export function targetText({ method, resources }: Call, client = "client"): string {
  return client + accessText([...resources.map(({ tsName }) => tsName), method.tsName]);
}

/** `.customers.get`; names that are no identifiers stand in brackets. */
export function accessText(names: readonly string[]): string {
  const members = names.map((name) => {
    const text = memberName(name);
    return text === name ? `.${name}` : `[${text}]`;
  });
  return members.join("");
}
