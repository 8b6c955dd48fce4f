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
    if (ts.isTypeReferenceNode(node)) this.#visitArguments(node);
    if (ts.isHeritageClause(node)) this.#visitHeritage(node);
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

  /** Where the key can be anything, nobody knows which member is meant. */
  #visitAccess({ expression, argumentExpression: key }: ts.ElementAccessExpression): void {
    if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return;
    const type = this.#checker.getTypeAtLocation(expression);
    const names = namesIn(this.#checker.getTypeAtLocation(key));
    for (const name of names) this.#addProperty(type, name);
    if (names.length === 0 && type.getNumberIndexType() === undefined) this.#addWhole(type);
  }

  /** `Pick<Book, "title">` uses the member as `book.title` does. */
  #visitArguments({ typeArguments }: ts.TypeReferenceNode): void {
    if (typeArguments === undefined || typeArguments.length < 2) return;
    const types = typeArguments.map((each) => this.#checker.getTypeAtLocation(each));
    const names = types.flatMap(namesIn);
    for (const type of types) for (const name of names) this.#addProperty(type, name);
  }

  /** What a class or an interface declares anew must go with what it extends. */
  #visitHeritage({ parent, types }: ts.HeritageClause): void {
    for (const base of types.map((each) => this.#checker.getTypeAtLocation(each))) {
      for (const { name } of parent.members) this.#addProperty(base, textOf(name));
    }
  }

  #visitPassed(node: ts.Expression): void {
    const type = this.#checker.getContextualType(node);
    if (type !== undefined) this.#addPassed(type, this.#checker.getTypeAtLocation(node));
  }

  /**
   * A value that is given where another type is wanted: the compiler compares all of the two. Of a function that is
   * what goes in and comes out, of a client or a resource what both have.
   */
  #addPassed(wanted: ts.Type, given: ts.Type, depth = 0): void {
    if (((wanted.flags | given.flags) & uncompared) !== 0 || depth > deepest) return;
    const [one, other] = [this.#typesIn(given), this.#typesIn(wanted)];
    const differing = [...one, ...other].filter((each) => one.has(each) !== other.has(each));
    for (const symbol of differing) if (!isClass(symbol)) this.#whole.add(symbol.name);
    if (differing.some(isClass)) this.#addShared(wanted, given, depth);
    for (const from of given.getCallSignatures()) {
      for (const to of wanted.getCallSignatures()) this.#addCalled(to, from, depth);
    }
  }

  #addShared(wanted: ts.Type, given: ts.Type, depth: number): void {
    for (const to of wanted.getProperties()) {
      const from = given.getProperty(to.name);
      if (from === undefined) continue;
      this.#add(to);
      this.#add(from);
      const { getTypeOfSymbol } = this.#checker;
      this.#addPassed(getTypeOfSymbol(to), getTypeOfSymbol(from), depth + 1);
    }
  }

  #addCalled(wanted: ts.Signature, given: ts.Signature, depth: number): void {
    const { getTypeOfSymbol } = this.#checker;
    for (const [index, from] of given.parameters.entries()) {
      const to = wanted.parameters[index];
      if (to === undefined) continue;
      this.#addPassed(getTypeOfSymbol(from), getTypeOfSymbol(to), depth + 1);
    }
    this.#addPassed(wanted.getReturnType(), given.getReturnType(), depth + 1);
  }

  #addWhole(type: ts.Type): void {
    for (const { name } of this.#typesIn(type)) this.#whole.add(name);
  }

  #addProperty(type: ts.Type, name: string | null): void {
    if (name === null) return;
    for (const each of type.isUnion() ? type.types : [type]) this.#add(each.getProperty(name));
  }

  /** The client's types in a type. */
  #typesIn(type: ts.Type, found = new Set<ts.Symbol>(), depth = 0): Set<ts.Symbol> {
    if (depth > deepest) return found;
    for (const symbol of [type.aliasSymbol, type.getSymbol()]) {
      if (symbol !== undefined && this.#isTypeOfClient(symbol)) found.add(symbol);
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

/** Of these nothing is compared. */
const uncompared =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.Void |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.TypeParameter;

/** The texts that a type consists of, if it is of texts alone. */
function namesIn(type: ts.Type): string[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((each) => each.isStringLiteral()) ? parts.map(({ value }) => value) : [];
}

function isClass({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Class) !== 0;
}

/** True for a value that is handed on as it is: to a call, a member, a list, a variable or a caller. */
function isPassed(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  if (parent === undefined || isLiteral(node)) return false;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.arguments?.some((each) => each === node) === true;
  }
  if (ts.isArrowFunction(parent)) return parent.body === node && !ts.isBlock(node);
  if (ts.isBinaryExpression(parent)) {
    return parent.right === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  }
  return isHandedOver(parent) || isInitializer(node, parent);
}

/** True for what holds nothing but a value and what becomes of it. */
function isHandedOver(parent: ts.Node): boolean {
  return (
    ts.isReturnStatement(parent) ||
    ts.isYieldExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isJsxExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isAsExpression(parent)
  );
}

/** Of a variable that takes the type of its value nothing is wanted. */
function isInitializer(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const isDeclared =
    ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyDeclaration(parent);
  return isDeclared && parent.type !== undefined && parent.initializer === node;
}

/** What a literal holds is looked at member by member. */
function isLiteral(node: ts.Node): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isLiteralExpression(node) ||
    ts.isFunctionLike(node)
  );
}
