import { describe, expect, test } from "vitest";
import { checkSources } from "#generator/output/gate.js";
import { resellerJson } from "../model/models.js";
import { filesOf, sourcesOf } from "./clients.js";

function wrongIn(text: string): string[] {
  return checkSources([{ path: "src/x.ts", kind: "source", text }]);
}

const method = (body: string): string => `export class A { get(a: string) { ${body} } }`;

describe("G-INJ-13: the gate refuses", () => {
  test.each([
    ["a text that does not parse", "const a = ;"],
    ["a call", "const a: string = run();"],
    ["a call in a method", method("run();")],
    ["a call in a send", method("return this.caller.send(run(), a);")],
    ["a send to something else", method("return run.send(a);")],
    ["a batch with a call", method("return this.sendBatch(A, run(), a);")],
    ["a batch of something else", method("return run.sendBatch(A, a, a);")],
    ["a send that is not returned", method("this.caller.send(a, a); return a;")],
    ["eval", 'eval("1");'],
    ["new Function", 'const a: string = new Function("1");'],
    ["a construction with a call", "export class A { b: B = new BResource(run()); }"],
    ["an import from elsewhere", 'import { a } from "node:fs";'],
    ["an import for its effect", 'import "evil";'],
    ["an import from above", 'import { a } from "../../evil.js";'],
    ["an import of an address", 'import { a } from "https://evil.example/a.js";'],
    ["an export from elsewhere", 'export { a } from "evil";'],
    ["an export of everything from elsewhere", 'export * from "evil";'],
    ["an import of a type from elsewhere", 'const a: import("evil").A = {};'],
    ["a dynamic import", 'const a: string = import("evil");'],
    ["require", 'const a: string = require("evil");'],
    ["import = require", 'import a = require("evil");'],
    ["a template", "const a: string = `x`;"],
    ["a template with code", "const a: string = `${run}`;"],
    ["a tagged template", "const a: string = run`x`;"],
    ["a regular expression", "const a: string = /x/;"],
    ["a decorator", "@run export class A {}"],
    ["an enum", "export enum A { B }"],
    ["a namespace", "export namespace A { const b = 1; }"],
    ["a global declaration", "declare global { var a: string }"],
    ["a top-level name", "run;"],
    ["a top-level string", '"use strict";'],
    ["a top-level assignment", "a = b;"],
    ["a top-level assignment to a member of this", "this.a = b;"],
    ["an assignment to a member of something", method("run.a = a;")],
    ["an increment", method("a++;")],
    ["delete", method("delete a.b;")],
    ["typeof", "const a: string = typeof b;"],
    ["a reference to a path", '/// <reference path="/etc/passwd"/>\nexport {};'],
    ["a reference to types", '/// <reference types="node"/>\nexport {};'],
    ["a reference to a library", '/// <reference lib="dom"/>\nexport {};'],
    ["a getter", "export class A { get a() { return this.b; } }"],
    ["a setter", "export class A { set a(b: string) {} }"],
    ["a static block", "export class A { static { this.a = b; } }"],
    ["a default export", "export default class A {}"],
    ["a default export of a value", "export default a;"],
    ["an export assignment", "export = a;"],
    ["a non-null assertion", "const a: string = b!;"],
    ["a function", "export function a() {}"],
    ["a function with a call of something else", "export function a() { return run(api); }"],
    [
      "a fake beside something else",
      "export function a() { run(); return createFakeTransport(api); }",
    ],
    ["a fake of code", "export function a() { return createFakeTransport(run()); }"],
    ["a fake elsewhere", "const a: string = createFakeTransport(api);"],
    ["a function expression", "const a: string = function () {};"],
    ["an arrow function", "const a: string = () => b;"],
    ["a spread", "const a: string[] = [...b];"],
    ["a condition", method("return a ? this.b : this.c;")],
    ["an if", method("if (a) return this.b;")],
    ["a loop", method("for (;;) {}")],
    ["throw", method("throw a;")],
    ["await", "const a: string = await b;"],
    ["any as a type", "export interface A { a: any }"],
    ["a computed key that is code", "const a: string = { [b]: 1 };"],
    ["an access by code", method("return this.a[b];")],
    ["an access deeper than a member of a member", method("return this.a.b.c.send(a);")],
    ["a directive to check nothing", "// @ts-nocheck\nexport {};"],
    ["a directive to hide an error", "// @ts-ignore\nconst a: string = 1;"],
  ])("%s", (_, text) => {
    expect(wrongIn(text)).not.toEqual([]);
  });
  test("and says where", () => {
    expect(wrongIn("const a: string = b;\n\nrun();")[0]).toMatch(/^src\/x\.ts:3: /);
  });
});

describe("the gate lets pass", () => {
  test.each([
    ["nothing", "export {};"],
    ["a comment that looks like code", "/** eval(`x`) */\nexport interface A {}"],
    ["a string that looks like code", 'const a: string = "*/ eval(1)";'],
    ["a member called __proto__", 'const a: string = { ["__proto__"]: 1 };'],
    ["a method that sends", method("return this.caller.send(b, a);")],
  ])("%s", (_, text) => {
    expect(wrongIn(text)).toEqual([]);
  });
  test("the client of reseller:v1", async () => {
    const sources = sourcesOf(await filesOf(resellerJson()));
    expect(sources.size).toBe(6);
    const printed = [...sources].map(([path, text]) => ({ path, text, kind: "source" as const }));
    expect(checkSources(printed)).toEqual([]);
  });
});

test("only sources are looked at", () => {
  expect(checkSources([{ path: "README.md", kind: "text", text: "run();" }])).toEqual([]);
});
