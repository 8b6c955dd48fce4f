/**
 * Compiles the JSON Schemas of the document and of the configuration into
 * `dist/generator/document/validate.js`: functions that need no ajv at run time. The first line of the
 * output is the hash of everything it was made from, so a build with nothing changed does not load ajv.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = join(root, "dist/generator/document/validate.js");

/** The schemas' texts by the name of the function they become. */
const schemas = {
  validateDocument: readFileSync(join(root, "generator/document/document.schema.json"), "utf8"),
  validateConfig: readFileSync(join(root, "generator/config/config.schema.json"), "utf8"),
};

/** Hash of all that decides the output. */
function inputHash() {
  const hash = createHash("sha256");
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(createRequire(import.meta.url).resolve("ajv/package.json")));
  hash.update(JSON.stringify(schemas));
  return hash.digest("hex");
}

/** The source of the validators. */
async function compile() {
  const { Ajv } = await import("ajv");
  const { default: standalone } = await import("ajv/dist/standalone/index.js");
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    ownProperties: true,
    strict: true,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  });
  for (const [name, text] of Object.entries(schemas)) ajv.addSchema(JSON.parse(text), name);
  const names = Object.fromEntries(Object.keys(schemas).map((name) => [name, name]));
  const source = standalone.default(ajv, names);
  const needed = /require\("(ajv[^"]*)"\)/.exec(source);
  if (needed) {
    throw new Error(
      `the validators would need ${needed[1]} at run time: a schema uses a keyword such as maxLength ` +
        "or uniqueItems; check that in code instead",
    );
  }
  return source;
}

/**
 * Writes by rename, so that nobody imports half a file; not at all if nothing changed.
 *
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}.tmp`, text);
  renameSync(`${path}.${process.pid}.tmp`, path);
}

const header = `// ${inputHash()}\n`;
if (!existsSync(output) || !readFileSync(output, "utf8").startsWith(header)) {
  write(output, header + (await compile()));
}
// tsc copies no declaration files, and the tests are type-checked against dist.
const declarations = readFileSync(join(root, "generator/document/validate.d.ts"), "utf8");
write(output.replace(/\.js$/, ".d.ts"), declarations);
