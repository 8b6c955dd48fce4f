import ts from "typescript";

/**
 * The declarations of a module as one file: those it exports, and those that these need. A compiler reads one file
 * faster than thirty, and what nobody can reach is left out. Comments stay where users see them.
 */
export class TypesRollUp {
  /** @type {ts.Program} */
  #program;
  /** @type {ts.TypeChecker} */
  #checker;
  /** @type {Map<ts.Symbol, string>} */
  #texts = new Map();
  /** @type {Set<ts.Symbol>} */
  #exported;
  /** What another module exports and this one uses. @type {Set<ts.Symbol>} */
  #shared;
  /** @type {Set<string>} */
  #imported = new Set();
  /** @type {(file: string) => boolean} */
  #silent;

  /**
   * @param {string} entry the declaration file of the module
   * @param {string | null} base that of another one, beside which it stands: what that exports is imported
   * @param {(file: string) => boolean} silent whose comments nobody sees
   */
  constructor(entry, base, silent) {
    this.#program = ts.createProgram(base === null ? [entry] : [entry, base], {
      module: ts.ModuleKind.NodeNext,
      lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
      types: [],
    });
    this.#checker = this.#program.getTypeChecker();
    this.#silent = silent;
    this.#exported = this.#exportsOf(entry);
    this.#shared = base === null ? new Set() : this.#exportsOf(base);
  }

  /**
   * @param {string} from how the other module is imported
   * @returns {string}
   */
  text(from) {
    for (const symbol of this.#exported) this.#add(symbol);
    const imports = [...this.#imported].sort().join(", ");
    return [
      '/// <reference lib="esnext.disposable" preserve="true" />',
      ...(imports === "" ? [] : [`import type { ${imports} } from ${JSON.stringify(from)};`]),
      ...this.#texts.values(),
      // What is not exported by its own word is not exported.
      "export {};\n",
    ].join("\n");
  }

  /**
   * @param {string} file
   * @returns {Set<ts.Symbol>}
   */
  #exportsOf(file) {
    const source = this.#program.getSourceFile(file);
    const module = source && this.#checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} is no module`);
    return new Set(this.#checker.getExportsOfModule(module).map((each) => this.#declared(each)));
  }

  /**
   * @param {ts.Symbol} symbol
   * @returns {ts.Symbol} the one that an import or export stands for
   */
  #declared(symbol) {
    const alias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  /** @param {ts.Symbol} symbol of a declaration at the top of a file */
  #add(symbol) {
    if (this.#texts.has(symbol)) return;
    const { name } = symbol;
    if (this.#shared.has(symbol)) {
      this.#imported.add(name);
      return;
    }
    if ([...this.#texts.keys()].some((other) => other.name === name)) {
      throw new Error(`two declarations have the name ${name}`);
    }
    const statements = (symbol.declarations ?? []).map(statementOf);
    const exported = this.#exported.has(symbol);
    this.#texts.set(symbol, statements.map((each) => this.#print(each, exported)).join("\n"));
    for (const statement of statements) this.#addNeeds(statement);
  }

  /** @param {ts.Node} node */
  #addNeeds(node) {
    if (ts.isImportTypeNode(node)) throw new Error(`an import inside of ${node.parent.getText()}`);
    const found = ts.isIdentifier(node) ? this.#checker.getSymbolAtLocation(node) : undefined;
    const [declaration] = (found && this.#declared(found).declarations) ?? [];
    const source = declaration?.getSourceFile();
    // Neither a member, nor a type parameter, nor of the language itself.
    const own = source !== undefined && !this.#program.isSourceFileDefaultLibrary(source);
    if (found && own && statementOf(declaration).parent === source)
      this.#add(this.#declared(found));
    ts.forEachChild(node, (child) => this.#addNeeds(child));
  }

  /**
   * @param {ts.Node} statement
   * @param {boolean} exported
   * @returns {string}
   */
  #print(statement, exported) {
    const source = statement.getSourceFile();
    // Who extends an interface has its members, and their comments with them.
    const hidden = !exported && ts.isTypeAliasDeclaration(statement);
    const shown = !hidden && !this.#silent(source.fileName);
    const text = source.text.slice(statement.getStart(source, shown), statement.end);
    const kept = shown ? text : text.replace(/[ \n]*\/\*\*.*?\*\//gs, "");
    const halved = kept.replace(/^ +/gm, (blanks) => " ".repeat(Math.ceil(blanks.length / 2)));
    return exported ? halved : halved.replace(/^export /m, "");
  }
}

/**
 * @param {ts.Declaration | undefined} declaration
 * @returns {ts.Node} what stands in the file
 */
function statementOf(declaration) {
  if (declaration === undefined) throw new Error("a symbol without a declaration");
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}
