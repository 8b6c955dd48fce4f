/**
 * The patterns of resource names, `^projects/[^/]+/locations/[^/]+$`. Others are not read: real patterns are
 * no valid or no harmless ones in JavaScript, so none is compiled.
 */

/** A piece between slashes: a text as it is, any one piece, or all that is left. */
type Piece = { readonly kind: "text"; readonly text: string } | { readonly kind: "one" | "rest" };

/** A pattern that could be read. */
export class PathPattern {
  readonly #pieces: readonly Piece[];

  private constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** Reads a pattern; `null` for one of another form. */
  static read(text: string | null): PathPattern | null {
    const [, inner = ""] = /^\^(.+)\$$/.exec(text ?? "") ?? [];
    const pieces = inner.replaceAll("[^/]+", "*").split("/").map(pieceOf);
    const isWhole = pieces.every((piece) => piece !== null);
    const rest = pieces.findIndex((piece) => piece?.kind === "rest");
    return isWhole && (rest < 0 || rest === pieces.length - 1) ? new PathPattern(pieces) : null;
  }

  /** True if the whole of `value` is as the pattern says. */
  fits(value: string): boolean {
    const parts = value.split("/");
    const hasRest = this.#pieces.at(-1)?.kind === "rest";
    const isLong = parts.length > this.#pieces.length && !hasRest;
    return !isLong && this.#pieces.every((piece, index) => pieceFits(piece, parts[index] ?? ""));
  }

  /** A value that fits: each variable piece is named after what stands before it. */
  example(): string {
    return this.#pieces
      .map((piece, index) => {
        if (piece.kind === "text") return piece.text;
        const before = this.#pieces[index - 1];
        return before?.kind === "text" ? before.text.replace(/s$/, "") : "x";
      })
      .join("/");
  }
}

function pieceOf(text: string): Piece | null {
  if (text === "*") return { kind: "one" };
  if (text === ".*" || text === ".+") return { kind: "rest" };
  return /^[\w.~:@$%-]+$/.test(text) ? { kind: "text", text } : null;
}

function pieceFits(piece: Piece, part: string): boolean {
  return piece.kind === "text" ? part === piece.text : part !== "";
}
