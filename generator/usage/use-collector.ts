import { ts } from "ts-morph";
import type { Uses } from "./uses.js";

/** How deep type arguments are looked into: `Promise<Customer[]>`. */
const deepest = 4;

/** Walks through sources and remembers what of a client they use. */
export class UseCollector {
  readonly #checker: ts.TypeChecker;
  readonly #isClients: (path: string) => boolean;
  readonly #names = new Set<string>();
  readonly #members = new Set<string>();
  readonly #whole = new Set<string>();
  readonly #texts = new Set<string>();

  /** @param isClients - Whether the file of this path belongs to the client. */
  constructor(checker: ts.TypeChecker, isClients: (path: string) => boolean) {
    this.#checker = checker;
    this.#isClients = isClients;
  }

  get uses(): Uses {
    return {
      names: this.#names,
      members: this.#members,
      whole: this.#whole,
      texts: this.#texts,
    };
  }

  visit(node: ts.Node): void {
    if (ts.isStringLiteralLike(node)) this.#texts.add(node.text);
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) {
      this.#add(this.#checker.getSymbolAtLocation(node));
    }
    if (ts.isObjectLiteralExpression(node)) this.#visitLiteral(node);
    if (ts.isObjectBindingPattern(node)) this.#visitPattern(node);
    if (ts.isTypeOperatorNode(node)) this.#addWhole(this.#checker.getTypeAtLocation(node.type));
    if (ts.isElementAccessExpression(node)) this.#visitAccess(node);
    if (isPassed(node)) this.#visitPassed(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  /** What is written into an object is a use of the type that it is written for. */
  #visitLiteral(node: ts.ObjectLiteralExpression): void {
    const type = this.#checker.getContextualType(node);
    if (type === undefined) return;
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        this.#addPassed(type, this.#checker.getTypeAtLocation(property.expression));
      } else this.#addProperty(type, textOf(property.name));
      if (ts.isShorthandPropertyAssignment(property)) this.#visitShorthand(type, property);
    }
  }

  /** `{ body }`: the member has a type, and the variable of that name another one. */
  #visitShorthand(type: ts.Type, node: ts.ShorthandPropertyAssignment): void {
    const checker = this.#checker;
    const value = checker.getShorthandAssignmentValueSymbol(node);
    const member = type.getProperty(node.name.text);
    if (value === undefined || member === undefined) return;
    const wanted = checker.getTypeOfSymbolAtLocation(member, node);
    this.#addPassed(wanted, checker.getTypeOfSymbolAtLocation(value, node));
  }

  #visitPattern(node: ts.ObjectBindingPattern): void {
    const type = this.#checker.getTypeAtLocation(node);
    for (const { propertyName, name, dotDotDotToken } of node.elements) {
      if (dotDotDotToken !== undefined) this.#addWhole(type);
      else this.#addProperty(type, textOf(propertyName ?? name));
    }
  }

  /** Nobody knows which member is meant. */
  #visitAccess({ expression, argumentExpression: key }: ts.ElementAccessExpression): void {
    if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return;
    const type = this.#checker.getTypeAtLocation(expression);
    if (type.getNumberIndexType() === undefined) this.#addWhole(type);
  }

  #visitPassed(node: ts.Expression): void {
    const type = this.#checker.getContextualType(node);
    if (type !== undefined) this.#addPassed(type, this.#checker.getTypeAtLocation(node));
  }

  /** A value that is given where another type is wanted: the compiler compares all of the two. */
  #addPassed(wanted: ts.Type, given: ts.Type): void {
    if ((wanted.flags | given.flags) & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return;
    if (wanted.flags & ts.TypeFlags.TypeParameter) return;
    const [one, other] = [this.#typesIn(given), this.#typesIn(wanted)];
    for (const name of one) if (!other.has(name)) this.#whole.add(name);
    for (const name of other) if (!one.has(name)) this.#whole.add(name);
  }

  #addWhole(type: ts.Type): void {
    for (const name of this.#typesIn(type)) this.#whole.add(name);
  }

  #addProperty(type: ts.Type, name: string | null): void {
    if (name === null) return;
    for (const each of type.isUnion() ? type.types : [type]) this.#add(each.getProperty(name));
  }

  /** The names of the client's types in a type. */
  #typesIn(type: ts.Type, found = new Set<string>(), depth = 0): Set<string> {
    if (depth > deepest) return found;
    for (const symbol of [type.aliasSymbol, type.getSymbol()]) {
      if (symbol !== undefined && this.#isTypeOfClient(symbol)) found.add(symbol.name);
    }
    for (const each of this.#partsOf(type)) this.#typesIn(each, found, depth + 1);
    return found;
  }

  #isTypeOfClient({ declarations = [] }: ts.Symbol): boolean {
    return declarations.some((each) => isNamedType(each) && this.#isOfClient(each));
  }

  #partsOf(type: ts.Type): readonly ts.Type[] {
    return [
      ...(type.isUnionOrIntersection() ? type.types : []),
      ...(type.aliasTypeArguments ?? []),
      ...(isReference(type) ? this.#checker.getTypeArguments(type) : []),
    ];
  }

  #add(symbol: ts.Symbol | undefined): void {
    if (symbol === undefined) return;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const end = isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of end.declarations ?? []) {
      if (this.#isOfClient(declaration)) this.#addDeclaration(declaration, end.name);
    }
  }

  #addDeclaration(declaration: ts.Declaration, name: string): void {
    if (isNamedType(declaration)) this.#names.add(name);
    const owner = ownerOf(declaration);
    if (owner !== null) this.#members.add(`${owner}.${name}`);
  }

  #isOfClient(node: ts.Node): boolean {
    return this.#isClients(node.getSourceFile().fileName);
  }
}

function isNamedType(node: ts.Node): boolean {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node)
  );
}

function isReference(type: ts.Type): type is ts.TypeReference {
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0;
  return isObject && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** Whose member it is: that of a type, or of an object that a member is. */
function ownerOf({ parent }: ts.Declaration): string | null {
  if (parent === undefined) return null;
  if (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)) {
    return parent.name?.text ?? null;
  }
  const holder = ts.isObjectLiteralExpression(parent) ? parent.parent.parent : parent.parent;
  const isMember = holder !== undefined && ts.isPropertyDeclaration(holder);
  return isMember ? textOf(holder.name) : null;
}

function textOf(name: ts.Node | undefined): string | null {
  if (name === undefined) return null;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : null;
}

/** True for a value that is handed on as it is: to a call, a member, a list, a variable or a caller. */
function isPassed(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  if (parent === undefined || isLiteral(node)) return false;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.arguments?.some((each) => each === node) === true;
  }
  if (ts.isArrowFunction(parent)) return parent.body === node && !ts.isBlock(node);
  if (ts.isReturnStatement(parent) || ts.isArrayLiteralExpression(parent)) return true;
  return isInitializer(node, parent);
}

/** Of a variable that takes the type of its value nothing is wanted. */
function isInitializer(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return (
    ts.isVariableDeclaration(parent) && parent.type !== undefined && parent.initializer === node
  );
}

/** What a literal holds is looked at member by member. */
function isLiteral(node: ts.Node): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isFunctionLike(node)
  );
}
