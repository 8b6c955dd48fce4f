/* oxlint-disable typescript/consistent-type-imports -- what declares a module has no imports */

/** One of `undici.ts`, `fetch-connections.ts` and the like: package.json chooses, by its `imports`. */
declare module "#connections" {
  /** True where everybody can read what the program holds. */
  export const inBrowser: boolean;
  export const openConnections: import("./connections.js").OpenConnections;
  export const openQuietConnections: import("./connections.js").OpenQuietConnections;
  export const openProxied: import("./connections.js").OpenProxied;
}
