/** The generator's own version: that of package.json, which a test compares it with. */
export const generatorVersion = "0.1.0";

/** The range of the runtime that generated packages ask for. */
export const runtimeRange = "^0.1.0";

/** The TypeScript that generated packages are built with. */
export const typescriptRange = "~6.0.3";
