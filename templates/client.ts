import {
  StructureKind,
  type ClassDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type PropertyDeclarationStructure,
  type StatementStructures,
} from "ts-morph";
import type { Api } from "../generator/model/model.js";
import { docComment } from "./doc-comment.js";
import { constant } from "./descriptors.js";
import { memberName, stringLiteral } from "./literal.js";
import { methodStructure } from "./methods.js";
import type { PackageFacts } from "./package-facts.js";
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
import { imports } from "./source-file.js";

/** The class that users make, with what it needs. */
export function clientStatements(api: Api, facts: PackageFacts): StatementStructures[] {
  return [
    ...methodImports(api.methods, api, ".", {
      values: ["ApiClient", ...(hasTwins(api) ? ["callable"] : [])],
      types: [
        "ApiDescriptor",
        ...(api.batchPath === null ? [] : ["BatchResults", "RequestOptions"]),
        "ClientOptions",
      ],
    }),
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
    classStructure(api, facts),
    ...methodStatements(api.methods, api),
  ];
}

function classStructure(api: Api, facts: PackageFacts): ClassDeclarationStructure {
  const doc = { ...api.doc, text: api.doc.text || api.title };
  const twins = twinsOf(api);
  return {
    kind: StructureKind.Class,
    name: api.className,
    isExported: true,
    extends: "ApiClient",
    docs: docComment({ doc, link: api.documentationUrl }),
    properties: [
      documentStructure(api, facts),
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

/** Which document it is; the types keep what a revision changes out of the declarations. */
function documentStructure(api: Api, { sha256 }: PackageFacts): MemberStructure {
  return {
    name: "document",
    isStatic: true,
    isReadonly: true,
    type: `{
  /** The API's name and version. */
  readonly id: string;
  /** The document's date stamp. */
  readonly revision: string;
  /** The hash of all but \`revision\` and \`etag\`: equal for revisions that change nothing. */
  readonly sha256: string;
}`,
    initializer: `{
  id: ${stringLiteral(api.id)},
  revision: ${stringLiteral(api.revision)},
  sha256: ${stringLiteral(sha256)},
}`,
    docs: ["The discovery document that the client was generated from."],
  };
}

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
