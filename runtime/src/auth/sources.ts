// All that gets tokens, in one module: it is loaded by `import()`, with the first token.
export { findSource } from "./find-source.js";
export { KeySource } from "./key-source.js";
export { readFile } from "./read-file.js";
export { UserSource } from "./user-source.js";
