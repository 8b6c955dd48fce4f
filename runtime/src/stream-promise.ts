import { CallPromise, type StartCall } from "./call-promise.js";
import type { StreamPromise } from "./call.js";
import { argumentError } from "./error.js";

/** Whether the elements are wanted together (by awaiting) or one by one, whichever is said first. */
interface Use {
  kind: "all" | "each" | null;
  /** Settles with the first `kind`. */
  readonly decided: Promise<void>;
  decide: () => void;
  /** The iterator of the elements. */
  opened: Promise<unknown> | null;
}

/** A call whose answer arrives element by element; its promise is all of them, unless they are iterated. */
export class StreamCallPromise<Item> extends CallPromise<Item[]> implements StreamPromise<Item> {
  // What `then` derives is a plain promise: it is no call.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #id: string;
  readonly #use: Use;

  /** @param start resolves to an iterator of the elements */
  constructor(id: string, start: StartCall) {
    const use = newUse();
    super(async (state) => {
      use.opened = start(state);
      const elements = await use.opened;
      await use.decided;
      if (use.kind === "each") throw usedError(id);
      const items: unknown[] = [];
      for await (const item of elements as AsyncIterable<unknown>) items.push(item);
      return items;
    });
    this.#id = id;
    this.#use = use;
  }

  // Every way to await comes through here; it is what tells that all elements are wanted together.
  // oxlint-disable-next-line unicorn/no-thenable
  override then<A = Item[], B = never>(
    onFulfilled?: ((items: Item[]) => A | PromiseLike<A>) | null,
    onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#decide("all");
    return super.then(onFulfilled, onRejected);
  }

  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const use = this.#use;
    if (use.kind === "all") return this.#collected();
    if (use.kind === "each") throw usedError(this.#id);
    this.#decide("each");
    // Its failures are the iteration's.
    super.then(undefined, () => {});
    return this.#arriving();
  }

  async *#collected(): AsyncGenerator<Item, void, undefined> {
    yield* await this;
  }

  async *#arriving(): AsyncGenerator<Item, void, undefined> {
    // The call starts in the next microtask, a loop may start before.
    await Promise.resolve();
    const elements = await this.#use.opened;
    if (elements === null) throw new TypeError("the call has not started");
    yield* elements as AsyncIterable<Item>;
  }

  #decide(kind: "all" | "each"): void {
    this.#use.kind ??= kind;
    this.#use.decide();
  }
}

function newUse(): Use {
  let decide = (): void => {};
  const decided = new Promise<void>((resolve) => {
    decide = resolve;
  });
  return { kind: null, decided, decide, opened: null };
}

function usedError(id: string): Error {
  return argumentError(
    `${id}: the elements of a stream are there once: iterate the call once, or await it`,
  );
}
