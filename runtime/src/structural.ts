/// <reference lib="esnext.disposable" preserve="true" />
// Stand-ins for globals of DOM and Node and for undici's types: a declaration of this package names none of
// them, so it compiles with `lib: ["es2022"]` and `types: []`.

/** An `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The part of `Headers` that an answer offers. */
export interface HeadersLike {
  get(name: string): string | null;
  forEach(callback: (value: string, name: string) => void): void;
}

/** An undici `Dispatcher`: `Pool`, `Agent`, `ProxyAgent`, or one composed of interceptors. */
export interface DispatcherLike {
  dispatch(options: object, handler: object): boolean;
}
