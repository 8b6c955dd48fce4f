import { pointerTo } from "../problem.js";
import { readTokens, type Token } from "./tokens.js";

/** A value of a JSON text: where it is, and its members or elements by their key or index. */
export interface TreeNode {
  /** Of the member's key where it is an object's member, else of the value itself. */
  readonly offset: number;
  readonly children: Map<string, TreeNode>;
}

/** A key that stands twice in one object. */
export interface Duplicate {
  readonly key: string;
  readonly pointer: string;
  /** Of the second key. */
  readonly offset: number;
}

/** Where everything in a JSON text is; of a malformed text, as much as can be told. */
export interface Tree {
  /** `null` if the text holds no value. */
  readonly root: TreeNode | null;
  readonly duplicates: readonly Duplicate[];
}

interface Open {
  readonly node: TreeNode;
  readonly isArray: boolean;
  readonly pointer: string;
  /** The key that was read and waits for its value. */
  key: { readonly name: string; readonly offset: number } | null;
}

/** Reads the places of all values, without recursion. */
export function readTree(text: string): Tree {
  const builder = new TreeBuilder();
  for (const token of readTokens(text)) builder.add(token);
  return builder;
}

class TreeBuilder implements Tree {
  root: TreeNode | null = null;
  readonly duplicates: Duplicate[] = [];
  readonly #open: Open[] = [];

  add(token: Token): void {
    switch (token.kind) {
      case "{":
      case "[":
        return this.#start(token);
      case "}":
      case "]":
        this.#open.pop();
        return;
      case "string":
        return this.#awaitsKey() ? this.#readKey(token) : void this.#place(token);
      case "number":
      case "word":
      case "unknown":
        return void this.#place(token);
      case ":":
      case ",":
      case "comment":
      case "end":
        return;
    }
  }

  #awaitsKey(): boolean {
    const around = this.#open.at(-1);
    return around !== undefined && !around.isArray && around.key === null;
  }

  #readKey({ value: name, offset }: Token): void {
    const around = this.#open.at(-1);
    if (around === undefined) return;
    if (around.node.children.has(name)) {
      this.duplicates.push({ key: name, pointer: pointerTo(around.pointer, name), offset });
    }
    around.key = { name, offset };
  }

  #start(token: Token): void {
    const { node, pointer } = this.#place(token);
    this.#open.push({ node, isArray: token.kind === "[", pointer, key: null });
  }

  /** Puts a value where it belongs; a later member of the same name wins, as in `JSON.parse`. */
  #place({ offset }: Token): { node: TreeNode; pointer: string } {
    const around = this.#open.at(-1);
    if (around === undefined) {
      const node: TreeNode = { offset, children: new Map() };
      this.root ??= node;
      return { node, pointer: "" };
    }
    const name = around.key?.name ?? String(around.node.children.size);
    const node: TreeNode = { offset: around.key?.offset ?? offset, children: new Map() };
    around.node.children.set(name, node);
    around.key = null;
    return { node, pointer: pointerTo(around.pointer, name) };
  }
}
