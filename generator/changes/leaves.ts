/** The leaves that no node of a model holds, by the node they belong to. */
import type { Api } from "../model/model.js";

/** The value of a leaf. */
export type Leaf = Api["rest"][number]["value"];

/** What belongs to one node: leaves by their place below it, such as `flatPath` or `items/pattern`. */
export type NodeLeaves = ReadonlyMap<string, Leaf>;

const none: NodeLeaves = new Map();

/** All leaves of a model; it remembers which nodes were asked for. */
export class Leaves {
  readonly #byNode = new Map<string, Map<string, Leaf>>();
  readonly #visited = new Set<string>();

  constructor(rest: Api["rest"]) {
    for (const { at, value } of rest) {
      const node = nodeOf(at);
      const leaves = this.#byNode.get(node) ?? new Map<string, Leaf>();
      this.#byNode.set(node, leaves.set(at.slice(node.length + 1), value));
    }
  }

  /** The leaves of a node, which counts as compared from now on. */
  visit(node: string): NodeLeaves {
    this.#visited.add(node);
    return this.#byNode.get(node) ?? none;
  }

  /** One leaf, whether its node was asked for or not. */
  value(node: string, key: string): Leaf | undefined {
    return this.#byNode.get(node)?.get(key);
  }

  /** The leaves by their pointers whose nodes nobody has asked for. */
  unvisited(): ReadonlyMap<string, Leaf> {
    const left = [...this.#byNode].filter(([node]) => !this.#visited.has(node));
    return new Map(
      left.flatMap(([node, leaves]) =>
        [...leaves].map(([key, value]) => [`${node}/${key}`, value] as const),
      ),
    );
  }
}

/** Which keys lead from a node of one kind to a node of another; all others are leaves of it. */
type Steps = Readonly<Record<string, { readonly named: boolean; readonly next: () => Steps }>>;

const schema: Steps = { properties: { named: true, next: () => schema } };
const body: Steps = schema;
const method: Steps = {
  parameters: { named: true, next: () => schema },
  request: { named: false, next: () => body },
  response: { named: false, next: () => body },
};
const resource: Steps = {
  methods: { named: true, next: () => method },
  resources: { named: true, next: () => resource },
};
const document: Steps = {
  ...resource,
  parameters: { named: true, next: () => schema },
  schemas: { named: true, next: () => schema },
};

/** The pointer of the node that the leaf at a pointer belongs to. */
function nodeOf(at: string): string {
  const keys = at.split("/");
  let steps = document;
  let length = 1;
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] ?? "";
    const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
    if (step !== undefined) {
      if (step.named) index++;
      if (index >= keys.length - 1) break;
      steps = step.next();
      length = index + 1;
    } else if (steps !== schema || !isPart(key)) break;
  }
  return keys.slice(0, length).join("/");
}

/** A list's items and a map's values have no name: what is said of them belongs to what holds them. */
function isPart(key: string): boolean {
  return key === "items" || key === "additionalProperties";
}
