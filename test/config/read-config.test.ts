/** The configuration's JSON schema, its types and the README's table say the same. */
import { expect, test } from "vitest";
import { readConfig } from "#generator/config/read-config.js";
import type { ClientConfig, ConfigFile } from "#generator/config/config.js";
import { readJson, readText } from "../repository/paths.js";

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const schema = readJson<Schema>("generator/config/config.schema.json");

interface Key {
  readonly path: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** Every key that a configuration can have, as the README names it. */
function keysOf({ properties = {}, required = [] }: Schema, at = ""): Key[] {
  return Object.entries(properties).flatMap(([name, member]) => {
    const path = `${at}${name}`;
    const key = { path, schema: member, isRequired: required.includes(name) };
    return [key, ...keysOf(member, `${path}.`), ...keysOf(member.items ?? {}, `${path}[].`)];
  });
}

const keys = keysOf(schema);

/** One of everything; the types hold it to `config.ts`, which has no other keys. */
const override: Required<NonNullable<ClientConfig["overrides"]>[number]> = {
  at: "/schemas/Book/type",
  was: "string",
  is: null,
  why: "a test",
  until: "20260101",
};
const client: Required<ClientConfig> = {
  document: "library.json",
  folder: "google/library",
  emit: "package",
  package: {
    name: "@x/library",
    version: "1.0.0",
    license: "MIT",
    repository: "https://example.com/x",
    document: false,
  } satisfies Required<NonNullable<ClientConfig["package"]>>,
  only: ["books.*", "**"],
  overrides: [override],
  canonical: true,
  lenient: true,
  approved: [
    { id: "0123456789ab", reason: "a test", by: "us", until: "2026-12-31" } satisfies Required<
      NonNullable<ClientConfig["approved"]>[number]
    >,
  ],
};
const changes: Required<NonNullable<ConfigFile["changes"]>> = {
  failOn: "breaking",
  preset: "types",
  levels: {},
};
const whole: Required<ConfigFile> = { $schema: "x", out: "src", changes, clients: [client] };

const read = (value: unknown): ReturnType<typeof readConfig> =>
  readConfig(new TextEncoder().encode(JSON.stringify(value)));

test("a configuration with every key is read, and it has every key of the schema", () => {
  expect(read(whole)).toEqual({ value: whole, problems: [] });
  const pathsIn = (value: unknown, at = ""): string[] =>
    typeof value !== "object" || value === null
      ? []
      : Object.entries(value).flatMap(([name, member]) => [
          `${at}${name}`,
          ...(Array.isArray(member)
            ? member.flatMap((each) => pathsIn(each, `${at}${name}[].`))
            : pathsIn(member, `${at}${name}.`)),
        ]);
  expect(pathsIn(whole).sort()).toEqual(keys.map(({ path }) => path).sort());
});

test("every key is described, and every pattern says in words what it asks for", () => {
  for (const { path, schema } of keys) {
    expect(schema.description, path).toBeDefined();
    for (const each of [schema, schema.items ?? {}]) {
      if (each.pattern !== undefined) expect(each.title, path).toBeDefined();
      if (each.properties !== undefined) expect(each.additionalProperties, path).toBe(false);
    }
  }
});

test("the README has a row for each key, in order, with its default", () => {
  const rows = [...readText("README.md").matchAll(/^\| `([^`]+)` +\| (.+?) +\| .+ \|$/gm)]
    .map(([, path = "", value = ""]) => ({ path, value }))
    .filter(({ path }) => /^(\$schema|out|changes|clients)/.test(path));
  expect(rows.map(({ path }) => path)).toEqual(keys.map(({ path }) => path));
  for (const [index, { path, value }] of rows.entries()) {
    const { isRequired, schema } = keys[index] ?? { isRequired: false, schema: {} };
    expect(value === "required", path).toBe(isRequired);
    if (schema.default !== undefined)
      expect(value, path).toBe(`\`${JSON.stringify(schema.default)}\``);
  }
});

test("the README's example is a configuration", () => {
  const examples = [...readText("README.md").matchAll(/^```json\n([^]+?)^```$/gm)].map(
    ([, text = ""]) => text,
  );
  const configs = examples.filter((text) => text.includes('"clients"'));
  expect(configs).toHaveLength(1);
  for (const text of configs)
    expect(readConfig(new TextEncoder().encode(text)).problems).toEqual([]);
});

test.each([
  ["onlly", "only"],
  ["override", "overrides"],
  ["emitt", "emit"],
  ["linient", "lenient"],
])("an unknown key %s is an error that names %s", (key, near) => {
  const { value, problems } = read({ clients: [{ document: "x", [key]: 1 }] });
  expect(value).toBeNull();
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    `unknown-option: unknown key "${key}"; did you mean "${near}"?`,
  ]);
});
