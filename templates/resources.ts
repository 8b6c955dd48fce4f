import {
  StructureKind,
  type ClassDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type PropertyDeclarationStructure,
  type StatementStructures,
} from "ts-morph";
import type { Api, Method, Resource, Type } from "../generator/model/model.js";
import { accessText } from "./calls.js";
import { code, docComment } from "./doc-comment.js";
import { descriptorStructure } from "./descriptors.js";
import { memberName } from "./literal.js";
import {
  methodComment,
  methodStructure,
  paramsStructure,
  requiredProperties,
  waitStructure,
} from "./methods.js";
import type { PlannedSource } from "./planned-file.js";
import { callText, jsonRequest, signature } from "./signature.js";
import { imports, sourceFile } from "./source-file.js";
import { hasEnum, hasRef } from "./type-text.js";

/** `src/resources/<name>.ts`: a resource of the API with all that is below it. */
export function resourceFile(resource: Resource, api: Api): PlannedSource {
  const classes = withChildren(resource);
  const methods = classes.flatMap((each) => each.methods);
  return sourceFile(api, `src/resources/${resource.fileName}.ts`, [
    ...methodImports(methods, api, "..", {
      types: ["Caller"],
      values: classes.some(hasTwins) ? ["callable"] : [],
    }),
    ...classes.flatMap((each) => [
      classStructure(each, api),
      ...methodStatements(each.methods, api),
    ]),
  ]);
}

/** A resource and those below it, parents first. */
export function withChildren(resource: Resource): Resource[] {
  return [resource, ...resource.resources.flatMap(withChildren)];
}

/** What stands beside the class that has the methods: their params and descriptors. */
export function methodStatements(methods: readonly Method[], api: Api): StatementStructures[] {
  return [
    ...methods.map((method) => paramsStructure(method, api)),
    ...methods.map((method) => descriptorStructure(method, api)),
  ];
}

/** What a file imports of the runtime beside what its methods need. */
interface RuntimeNames {
  readonly types?: readonly string[];
  readonly values?: readonly string[];
}

/** The imports of a file that declares methods. */
export function methodImports(
  methods: readonly Method[],
  api: Api,
  root: string,
  { types: others = [], values = [] }: RuntimeNames,
): StatementStructures[] {
  const types = new Set([...others, ...methods.flatMap((method) => runtimeTypes(method, api))]);
  const used = methods.flatMap(typesOf);
  if (used.some(hasEnum)) types.add("Unrecognized");
  const usesSchemas = used.some(hasRef);
  return [
    ...imports("@discogen/runtime", values, { types: [...types] }),
    ...(usesSchemas
      ? [
          {
            kind: StructureKind.ImportDeclaration,
            moduleSpecifier: `${root}/schemas.js`,
            isTypeOnly: true,
            namespaceImport: "schemas",
          } as const,
        ]
      : []),
  ];
}

/** The types of the runtime that the signature of a method names. */
function runtimeTypes(method: Method, api: Api): string[] {
  const { upload, operation, httpMethod } = method;
  const types = ["MethodDescriptor", "RequestOptions", ...signature(method, api).types];
  if (jsonRequest(method) !== null && httpMethod === "PATCH") types.push("Patch");
  if (requiredProperties(method, api).length > 0) types.push("WithRequired");
  if (upload !== null) types.push("MediaUpload");
  if (operation?.role === "poll") types.push("WaitOptions");
  return types;
}

/** Every type that the signatures of a method name; that of a page's items is told by the page. */
function typesOf(method: Method): Type[] {
  const { parameters, response, download } = method;
  const answer = download?.always === true ? null : response;
  return [
    ...parameters.map(({ type }) => type),
    ...[jsonRequest(method)?.type, answer].filter((type) => type != null),
  ];
}

function classStructure(resource: Resource, api: Api): ClassDeclarationStructure {
  const { className, methods, resources } = resource;
  const own = plainMethods(resource);
  const waits = waitStructures(methods);
  const hasOwn = own.length + waits.length > 0;
  const caller = { name: "#caller", type: "Caller", isReadonly: true };
  const twins = twinsOf(resource);
  const children = resources.map((child) => childStructure(child, twins, api));
  const path = code(resource.path.join("."));
  return {
    kind: StructureKind.Class,
    name: className,
    isExported: true,
    docs: docComment({ doc: resource.doc, facts: [`The methods of ${path}.`] }),
    properties: hasOwn ? [...children, caller] : children,
    ctors: [
      {
        parameters: [{ name: "caller", type: "Caller" }],
        statements: [
          ...(hasOwn ? ["this.#caller = caller;"] : []),
          ...resources.map(
            (child) => `this${accessText([child.tsName])} = ${childText(child, twins, "caller")};`,
          ),
        ],
      },
    ],
    methods: [...own.map((method) => methodStructure(method, api)), ...waits],
  };
}

/** The methods that wait for operations, one for each method that asks for their state. */
export function waitStructures(
  methods: readonly Method[],
  caller?: string,
): OptionalKind<MethodDeclarationStructure>[] {
  return methods.flatMap((method) =>
    method.operation?.role === "poll" ? [waitStructure(method, method.operation, caller)] : [],
  );
}

/** The methods that no child resource shares its name with. */
export function plainMethods({ methods, resources }: MethodsAndResources): Method[] {
  const twins = twinsOf({ methods, resources });
  return methods.filter(({ tsName }) => !twins.has(tsName));
}

type MethodsAndResources = Pick<Resource, "methods" | "resources">;

/** The methods that have the name of a child resource beside them, by that name. */
export type Twins = ReadonlyMap<string, Method>;

/** The twins of a resource or of the API itself. */
export function twinsOf({ methods, resources }: MethodsAndResources): Twins {
  const children = new Set(resources.map(({ tsName }) => tsName));
  const twins = methods.filter(({ tsName }) => children.has(tsName));
  return new Map(twins.map((method) => [method.tsName, method]));
}

/** The member through which a child resource is reached; if a method has its name, it can be called. */
export function childStructure(
  child: Resource,
  twins: Twins,
  api: Api,
): OptionalKind<PropertyDeclarationStructure> {
  const twin = twins.get(child.tsName);
  return {
    name: memberName(child.tsName),
    type: twin === undefined ? child.className : `${callText(twin, api)} & ${child.className}`,
    isReadonly: true,
    docs: twin === undefined ? docComment({ doc: child.doc }, 2) : methodComment(twin, api),
  };
}

/** The expression that makes a child resource. */
export function childText(child: Resource, twins: Twins, caller: string): string {
  const twin = twins.get(child.tsName);
  const text = `new ${child.className}(${caller})`;
  return twin === undefined ? text : `callable(${caller}, ${twin.descriptorName}, ${text})`;
}

/** True if a resource or the API itself has a method and a child of one name. */
export function hasTwins(parent: MethodsAndResources): boolean {
  return twinsOf(parent).size > 0;
}
