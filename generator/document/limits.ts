/**
 * How much a document may hold. Each limit is far above what the real documents have (in brackets), and
 * low enough that a hostile one cannot exhaust memory or the stack.
 */
export const limits = {
  /** Bytes of the text (1.58 MB). */
  bytes: 16 * 1024 * 1024,
  /** Objects and arrays within one another (21). It bounds the nesting of resources and schemas too. */
  depth: 64,
  /** Members and elements of all objects and arrays (28,000). */
  members: 500_000,
  /** Variables in all paths together (600). */
  variables: 100_000,
  /** Named schemas, and inline objects, which become schemas (1,100). */
  schemas: 20_000,
  /** Resources at all levels (130). */
  resources: 20_000,
  /** Methods of all resources together (373). */
  methods: 20_000,
  /** Bytes of one description (9,734). */
  description: 64 * 1024,
  /** Values of one enum (296). */
  values: 10_000,
  /** UTF-16 units of one id or name, or of the title (129). */
  id: 256,
  /** UTF-16 units of one path (152). */
  path: 2 * 1024,
  /** UTF-16 units of the pointers to all members together (1.7 million): the model holds them. */
  pointers: 64 * 1024 * 1024,
  /**
   * UTF-16 units of the pointers to all resources, methods, schemas and inline objects together (39,000):
   * generated code repeats the names in them.
   */
  names: 4 * 1024 * 1024,
} as const;

/** A count as it stands in a message: `20,001`. */
export function counted(count: number): string {
  return count.toLocaleString("en-US");
}
