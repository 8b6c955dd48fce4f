import type { Api, Method, Resource } from "../model/model.js";

/** `reseller:v1 20211106: 3 resources, 17 methods, 10 schemas` */
export function summary(api: Api): string {
  const named = api.schemas.filter(({ at }) => /^\/schemas\/[^/]+$/.test(at));
  const parts = [
    count(resourcesOf(api).length, "resource"),
    count(methodsOf(api).length, "method"),
    count(named.length, "schema"),
  ];
  return `${[api.id, api.revision].filter((text) => text !== "").join(" ")}: ${parts.join(", ")}`;
}

/** Every method of an API or a resource, its children's included. */
function methodsOf({ methods, resources }: Pick<Resource, "methods" | "resources">): Method[] {
  return [...methods, ...resources.flatMap(methodsOf)];
}

/** Every resource below, parents before their children. */
export function resourcesOf({ resources }: Pick<Resource, "resources">): Resource[] {
  return resources.flatMap((resource) => [resource, ...resourcesOf(resource)]);
}

/** `1 file`, `2 files` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
