/**
 * The last look at generated sources before they are written. Whatever went wrong before, a source passes
 * only if it parses and holds nothing but what templates print: no call, import or statement that a text of
 * a document could have become. It knows nothing of documents, and it fails closed.
 */
import { ts } from "ts-morph";
import type { PrintedFile } from "./print-files.js";

/** What is wrong with generated sources, as `path:line: …`; empty if they may be written. */
export function checkSources(files: readonly PrintedFile[]): string[] {
  return files.filter(({ kind }) => kind === "source").flatMap(checkSource);
}

function checkSource({ path, text }: PrintedFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const at = (position: number): string =>
    `${path}:${source.getLineAndCharacterOfPosition(position).line + 1}`;
  // The parser keeps its findings in a member that its types do not show.
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly ts.Diagnostic[] };
  const found = parseDiagnostics.map(
    ({ start = 0, messageText }) =>
      `${at(start)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
  const visit = (node: ts.Node): void => {
    if (!isAllowed(node)) {
      found.push(
        `${at(node.getStart(source))}: ${ts.SyntaxKind[node.kind]} has no place in generated code`,
      );
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  const { commentDirectives = [] } = source as { commentDirectives?: readonly unknown[] };
  const { checkJsDirective } = source as { checkJsDirective?: unknown };
  if (commentDirectives.length > 0 || checkJsDirective !== undefined) {
    found.push(`${path}: a directive that hides what the compiler finds`);
  }
  for (const { fileName, pos } of [
    ...source.referencedFiles,
    ...source.typeReferenceDirectives,
    ...source.libReferenceDirectives,
  ]) {
    found.push(`${at(pos)}: a reference to ${JSON.stringify(fileName)}`);
  }
  return found;
}

const { SyntaxKind: Kind } = ts;

/** Nodes that are harmless wherever they stand: declarations, types, names and plain data. */
const allowedKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  Kind.EndOfFileToken,
  Kind.VariableStatement,
  Kind.VariableDeclarationList,
  Kind.VariableDeclaration,
  Kind.InterfaceDeclaration,
  Kind.TypeAliasDeclaration,
  Kind.ClassDeclaration,
  Kind.HeritageClause,
  Kind.ExpressionWithTypeArguments,
  Kind.PropertySignature,
  Kind.PropertyDeclaration,
  Kind.MethodDeclaration,
  Kind.Constructor,
  Kind.Parameter,
  Kind.Block,
  Kind.ReturnStatement,
  Kind.QuestionToken,
  Kind.IndexSignature,
  Kind.Identifier,
  Kind.PrivateIdentifier,
  Kind.QualifiedName,
  Kind.StringLiteral,
  Kind.NumericLiteral,
  Kind.TrueKeyword,
  Kind.FalseKeyword,
  Kind.ThisKeyword,
  Kind.ArrayLiteralExpression,
  Kind.ObjectLiteralExpression,
  Kind.PropertyAssignment,
  Kind.ShorthandPropertyAssignment,
  Kind.ComputedPropertyName,
  Kind.AsExpression,
  Kind.TypeReference,
  Kind.UnionType,
  Kind.IndexedAccessType,
  Kind.IntersectionType,
  Kind.ParenthesizedType,
  Kind.FunctionType,
  Kind.TypeParameter,
  Kind.ConstKeyword,
  Kind.ArrayType,
  Kind.TupleType,
  Kind.TypeLiteral,
  Kind.TypeOperator,
  Kind.LiteralType,
  Kind.StringKeyword,
  Kind.NumberKeyword,
  Kind.BooleanKeyword,
  Kind.BigIntKeyword,
  Kind.UnknownKeyword,
  Kind.UndefinedKeyword,
  Kind.NeverKeyword,
  Kind.VoidKeyword,
  Kind.ExportKeyword,
  Kind.ReadonlyKeyword,
  Kind.StaticKeyword,
  Kind.ImportClause,
  Kind.NamedImports,
  Kind.ImportSpecifier,
  Kind.NamespaceImport,
  Kind.SuperKeyword,
  Kind.EqualsToken,
  Kind.NamedExports,
  Kind.ExportSpecifier,
  Kind.NamespaceExport,
]);

function isAllowed(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return isKnownImport(node);
  if (ts.isExpressionStatement(node)) {
    return isMemberAssignment(node.expression) || isSuperCall(node.expression);
  }
  if (ts.isBinaryExpression(node)) return isMemberAssignment(node);
  if (ts.isCallExpression(node)) return isKnownCall(node);
  if (ts.isFunctionDeclaration(node)) return isFakeFunction(node);
  if (ts.isNewExpression(node)) return isConstruction(node);
  if (isAccess(node)) return isPlainAccess(node);
  if (ts.isComputedPropertyName(node)) return ts.isStringLiteral(node.expression);
  return allowedKinds.has(node.kind);
}

function isKnownCall(node: ts.CallExpression): boolean {
  return [isSuperCall, isSend, isSendBatch, isCallable, isFakeCall].some((isKnown) =>
    isKnown(node),
  );
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function isKnownImport({ moduleSpecifier }: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return moduleSpecifier === undefined || isKnownModule(moduleSpecifier);
}

/** The runtime, and files of the package itself. */
function isKnownModule(specifier: ts.Expression): boolean {
  return (
    ts.isStringLiteral(specifier) &&
    (/^@discogen\/runtime(\/testing)?$/.test(specifier.text) ||
      /^\.{1,2}\/(resources\/)?[\w$\u00c0-\u00ff-]+\.js$/.test(specifier.text))
  );
}

/** `this.#caller = caller`, `this.items = new ItemsResource(caller)`. */
function isMemberAssignment(node: ts.Expression): boolean {
  return (
    isInConstructor(node) &&
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === Kind.EqualsToken &&
    isAccess(node.left) &&
    node.left.expression.kind === Kind.ThisKeyword &&
    (ts.isIdentifier(node.right) || ts.isNewExpression(node.right) || isCallable(node.right))
  );
}

/** A statement of a constructor's own body. */
function isInConstructor(node: ts.Node): boolean {
  const body = ts.isExpressionStatement(node.parent) ? node.parent.parent : null;
  return body !== null && ts.isBlock(body) && ts.isConstructorDeclaration(body.parent);
}

/** `super(api, options)`. */
function isSuperCall(node: ts.Expression): boolean {
  return (
    ts.isCallExpression(node) &&
    node.expression.kind === Kind.SuperKeyword &&
    node.arguments.every(ts.isIdentifier)
  );
}

const senders: ReadonlySet<string> = new Set(["send", "sendPaged", "sendStream", "waitUntilDone"]);

/** `this.#caller.send(customersGet, params, options)`. */
function isSend(node: ts.CallExpression): boolean {
  const { expression: callee } = node;
  return (
    ts.isPropertyAccessExpression(callee) &&
    senders.has(callee.name.text) &&
    ts.isPropertyAccessExpression(callee.expression) &&
    callee.expression.expression.kind === Kind.ThisKeyword &&
    ts.isReturnStatement(node.parent) &&
    node.arguments.every(ts.isIdentifier)
  );
}

/** `this.sendBatch(LibraryClient, build, options)`. */
function isSendBatch(node: ts.CallExpression): boolean {
  const { expression: callee } = node;
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === "sendBatch" &&
    callee.expression.kind === Kind.ThisKeyword &&
    ts.isReturnStatement(node.parent) &&
    node.arguments.every(ts.isIdentifier)
  );
}

/** The function that makes fakes: nothing but its call of the runtime. */
function isFakeFunction({ body }: ts.FunctionDeclaration): boolean {
  const [statement, ...others] = body?.statements ?? [];
  return (
    statement !== undefined &&
    others.length === 0 &&
    ts.isReturnStatement(statement) &&
    statement.expression !== undefined &&
    isFakeCall(statement.expression)
  );
}

/** `createFakeTransport(api, handlers)` */
function isFakeCall(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "createFakeTransport" &&
    ts.isReturnStatement(node.parent) &&
    ts.isBlock(node.parent.parent) &&
    ts.isFunctionDeclaration(node.parent.parent.parent) &&
    node.arguments.every(ts.isIdentifier)
  );
}

/** `callable(caller, projectsAccounts, new ProjectsAccountsResource(caller))`. */
function isCallable(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const [caller, method, resource] = node.arguments;
  return (
    node.expression.text === "callable" &&
    node.arguments.length === 3 &&
    caller !== undefined &&
    (ts.isIdentifier(caller) || isAccess(caller)) &&
    method !== undefined &&
    ts.isIdentifier(method) &&
    resource !== undefined &&
    ts.isNewExpression(resource)
  );
}

/** `new CustomersResource(caller)`, `new CustomersResource(this.caller)`. */
function isConstruction(node: ts.NewExpression): boolean {
  const argument = node.arguments?.[0];
  return (
    ts.isIdentifier(node.expression) &&
    /Resource\d*$/.test(node.expression.text) &&
    node.arguments?.length === 1 &&
    argument !== undefined &&
    (ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument))
  );
}

/** A member of `this`, or of a member of `this`. */
function isPlainAccess(node: Access): boolean {
  if (ts.isElementAccessExpression(node) && !ts.isStringLiteral(node.argumentExpression))
    return false;
  const { expression } = node;
  return (
    expression.kind === Kind.ThisKeyword ||
    (ts.isPropertyAccessExpression(expression) && expression.expression.kind === Kind.ThisKeyword)
  );
}
