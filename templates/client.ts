import {
  StructureKind,
  type ClassDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type PropertyDeclarationStructure,
} from "ts-morph";
import type { Api } from "../generator/model/model.js";
import { docComment } from "./doc-comment.js";
import { constant } from "./descriptors.js";
import { memberName, stringLiteral } from "./literal.js";
import { methodStructure } from "./methods.js";
import type { PlannedSource } from "./planned-file.js";
import {
  childStructure,
  childText,
  hasTwins,
  twinsOf,
  methodImports,
  methodStatements,
  plainMethods,
  waitStructures,
} from "./resources.js";
import { imports, sourceFile } from "./source-file.js";

/** `src/client.ts`: the class that users make. */
export function clientFile(api: Api): PlannedSource {
  return sourceFile(api, "src/client.ts", [
    ...methodImports(api.methods, api, ".", {
      values: ["ApiClient", ...(hasTwins(api) ? ["callable"] : [])],
      types: [
        "ApiDescriptor",
        ...(api.batchPath === null ? [] : ["BatchResults", "RequestOptions"]),
        "ClientOptions",
      ],
    }),
    ...imports("./document.js", ["document"]),
    ...api.resources.flatMap(({ fileName, className }) =>
      imports(`./resources/${fileName}.js`, [className]),
    ),
    constant("api", "ApiDescriptor", {
      format: 1,
      name: api.name,
      version: api.version,
      rootUrl: api.rootUrl,
      batchPath: api.batchPath ?? undefined,
      endpoints:
        api.endpoints.length === 0
          ? undefined
          : Object.fromEntries(api.endpoints.map(({ location, url }) => [location, url])),
    }),
    classStructure(api),
    ...methodStatements(api.methods, api),
  ]);
}

function classStructure(api: Api): ClassDeclarationStructure {
  const doc = { ...api.doc, text: api.doc.text || api.title };
  const twins = twinsOf(api);
  return {
    kind: StructureKind.Class,
    name: api.className,
    isExported: true,
    extends: "ApiClient",
    docs: docComment({ doc, link: api.documentationUrl }),
    properties: [
      documentStructure,
      scopesStructure(api),
      ...api.resources.map((child) => ({
        ...childStructure(child, twins, api),
        initializer: childText(child, twins, "this.caller"),
      })),
    ],
    ctors: [
      {
        docs: ["Nothing is read or sent before the first call."],
        parameters: [{ name: "options", type: optionsText(api), hasQuestionToken: true }],
        statements: ["super(api, options);"],
      },
    ],
    methods: [
      ...plainMethods(api).map((method) => methodStructure(method, api, "this.caller")),
      ...(api.batchPath === null ? [] : [batchStructure(api)]),
      ...waitStructures(api.methods, "this.caller"),
    ],
  };
}

function batchStructure({ className }: Api): OptionalKind<MethodDeclarationStructure> {
  return {
    name: "batch",
    docs: [
      "Sends up to 1,000 calls as one request: `build` makes and returns them, each has a result.",
    ],
    typeParameters: [{ name: "Calls", isConst: true, constraint: "readonly unknown[]" }],
    parameters: [
      { name: "build", type: `(b: Omit<${className}, keyof ApiClient | "batch">) => Calls` },
      { name: "options", type: "RequestOptions", hasQuestionToken: true },
    ],
    returnType: "Promise<BatchResults<Calls>>",
    statements: [`return this.sendBatch(${className}, build, options);`],
  };
}

/** The type of the client's options; regional addresses are chosen by their names. */
function optionsText({ endpoints }: Api): string {
  const locations = [...new Set(endpoints.map(({ location }) => stringLiteral(location)))];
  return locations.length === 0 ? "ClientOptions" : `ClientOptions<${locations.join(" | ")}>`;
}

/** As ts-morph prints the comments of members. */
function commentText(text: string): string {
  if (!text.startsWith("\n")) return `/** ${text} */\n`;
  return `/**${text.replaceAll("\n", "\n * ").replaceAll(" * \n", " *\n")}\n */\n`;
}

type MemberStructure = OptionalKind<PropertyDeclarationStructure>;

const documentStructure: MemberStructure = {
  name: "document",
  isStatic: true,
  isReadonly: true,
  initializer: "document",
  docs: ["The discovery document that the client was generated from."],
};

/** The scopes by names that can be completed. */
function scopesStructure(api: Api): MemberStructure {
  const members = api.scopes.map(({ name, tsName, doc }) => {
    const [text] = docComment({ doc }, 4);
    const comment = text === undefined ? "" : commentText(text);
    return `${comment}${memberName(tsName)}: ${stringLiteral(name)},`;
  });
  return {
    name: "scopes",
    isStatic: true,
    isReadonly: true,
    initializer: `{\n${members.join("\n")}\n} as const`,
    docs: ["The scopes of the API, for the `scopes` of an auth provider."],
  };
}
