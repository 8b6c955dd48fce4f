/**
 * Node's hashes. As an import they would bring the Web Crypto API along, and take as long as all else that a
 * comparison loads.
 */
export const { createHash } = process.getBuiltinModule("node:crypto");
