/**
 * How much a document may hold. Each limit is far above what the real documents have (in brackets), and
 * low enough that a hostile one cannot exhaust memory or the stack.
 */
export const limits = {
  /** Bytes of the text (1.58 MB). */
  bytes: 16 * 1024 * 1024,
  /** Objects and arrays within one another (21). It bounds the nesting of resources and schemas too. */
  depth: 64,
  /** Named schemas (679). */
  schemas: 20_000,
  /** Methods of all resources together (373). */
  methods: 20_000,
  /** Bytes of one description (9,734). */
  description: 64 * 1024,
  /** UTF-16 units of one id or name (129). */
  id: 256,
  /** UTF-16 units of one path (152). */
  path: 2 * 1024,
} as const;

/** A count as it stands in a message: `20,001`. */
export function counted(count: number): string {
  return count.toLocaleString("en-US");
}
