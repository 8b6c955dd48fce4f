/** What the TypeScript scanner and parser see in generated sources. */
import ts from "typescript";
import type { Files } from "./clients.js";

/** The text that would be code if it ever got out of strings and comments. */
export const marker = "PWN_7f3a";
export const attack = `*/ globalThis.${marker}=1 /*`;

/** A source, parsed. */
export function parsed(text: string): ts.SourceFile {
  return ts.createSourceFile("x.ts", text, ts.ScriptTarget.Latest, true);
}

/** What the parser finds wrong. */
export function syntaxErrors(text: string): string[] {
  // The parser keeps its findings in a member that its types do not show.
  const source = parsed(text) as ts.SourceFile & { parseDiagnostics?: readonly ts.Diagnostic[] };
  return (source.parseDiagnostics ?? []).map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, " "),
  );
}

/** Tokens that hold the marker and are no string, no comment and no longer name. */
export function strayMarkers(text: string): string[] {
  if (!text.includes(marker)) return [];
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    text,
  );
  const stray: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const token = scanner.getTokenText();
    if (token.includes(marker) && !isHarmless(kind, token)) stray.push(token);
  }
  return stray;
}

function isHarmless(kind: ts.SyntaxKind, token: string): boolean {
  const isComment =
    kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
  // A name in the document becomes a longer name in code; alone it would be the global variable.
  const isName = kind === ts.SyntaxKind.Identifier && token !== marker;
  return isComment || isName || kind === ts.SyntaxKind.StringLiteral;
}

/** The comments of a source, with their signs. */
export function commentsOf(text: string): string[] {
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    text,
  );
  const comments: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isComment =
      kind === ts.SyntaxKind.SingleLineCommentTrivia ||
      kind === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment) comments.push(scanner.getTokenText());
  }
  return comments;
}

/** All nodes at and below one that a test looks for. */
export function nodesOf<T extends ts.Node>(
  source: ts.Node,
  isWanted: (node: ts.Node) => node is T,
): T[] {
  const nodes: T[] = [];
  const visit = (node: ts.Node): void => {
    if (isWanted(node)) nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return nodes;
}

/** The exact name of a member, whichever way it is written. */
export function nameOf(name: ts.PropertyName): string {
  const inner = ts.isComputedPropertyName(name) ? name.expression : name;
  return ts.isStringLiteral(inner) || ts.isIdentifier(inner) ? inner.text : inner.getText();
}

/** The names of an interface's members. */
export function membersOf(text: string, name: string): string[] {
  const found = nodesOf(parsed(text), ts.isInterfaceDeclaration);
  const members = found.find((each) => each.name.text === name)?.members ?? [];
  return members.flatMap((each) => (each.name === undefined ? [] : [nameOf(each.name)]));
}

/** Everything that is wrong in the sources of a client by the scanner and the parser. */
export function faultsOf(files: Files): string[] {
  return [...files]
    .filter(([path]) => path.endsWith(".ts"))
    .flatMap(([path, text]) =>
      [...syntaxErrors(text), ...strayMarkers(text)].map((fault) => `${path}: ${fault}`),
    );
}
