// @ts-nocheck: it is read by Node as it stands, and what Google's client holds has no types here.
/**
 * Prints the methods that Google's own client has of an API, as the names that lead to them: `null` if it does not
 * have the API. Run with the folder that has googleapis, and the API's name and version.
 */
const { join } = require("node:path");

const [, , folder, name, version] = process.argv;

function methodsOf(holder, path) {
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(holder))
    .filter((key) => key !== "constructor")
    .map((key) => [...path, key]);
  const below = Object.entries(holder)
    .filter(([, value]) => value?.constructor?.name?.startsWith("Resource$"))
    .flatMap(([key, value]) => methodsOf(value, [...path, key]));
  return [...own, ...below];
}

let api = null;
try {
  api = require(join(folder, "node_modules/googleapis/build/src/apis", name))[name](version);
} catch {
  // It has left the catalogue.
}
process.stdout.write(JSON.stringify(api === null ? null : methodsOf(api, [])));
