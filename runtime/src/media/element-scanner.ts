import { joinChunks } from "../answer.js";

/** No element of a stream may be longer. */
export const maxElementBytes = 32 * 1024 * 1024;

/** Why text is not the JSON array that it should be. */
export class ScanError extends Error {}

const [space, quote, comma, backslash] = [0x20, 0x22, 0x2c, 0x5c];
// Brackets and braces differ in one bit, 0x20.
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * What the scanner stands before or in: the array's start, its first element or its end, an element, the comma
 * after one, the element that must follow a comma, nothing more.
 */
type Place = "start" | "first" | "element" | "after" | "next" | "end";

/**
 * Cuts the elements out of a JSON array that arrives in pieces, without waiting for its end. It only balances
 * brackets outside of strings; whether an element is JSON is for JSON.parse to say. An object in the place of
 * the array is its only element.
 */
export class ElementScanner {
  #place: Place = "start";
  #mark = 0;
  /** Of the element: how deep it is open, whether inside a string, whether after a backslash there. */
  #depth = 0;
  #quoted = false;
  #escaped = false;
  /** Whether the array itself is missing. */
  #bare = false;
  #parts: Uint8Array[] = [];
  #length = 0;

  /** The elements that end in `piece`; throws {@link ScanError}. */
  push(piece: Uint8Array): Uint8Array[] {
    const elements: Uint8Array[] = [];
    let i = 0;
    while (i < piece.length) {
      if (this.#place === "element") {
        const end = this.#scan(piece, i);
        this.#keep(piece.subarray(i, end ?? piece.length));
        if (end === null) break;
        elements.push(this.#take());
        i = end;
      } else {
        i += this.#between(piece[i] ?? 0);
      }
    }
    return elements;
  }

  /** Throws {@link ScanError} if the array has not ended. */
  end(): void {
    if (this.#place !== "end") throw new ScanError("ends before its array does");
  }

  /** Takes a byte that stands in no element; gives how many bytes were used. */
  #between(byte: number): 0 | 1 {
    if (byte === space || byte === 0x0a || byte === 0x0d || byte === 0x09) return 1;
    switch (this.#place) {
      case "start":
        return this.#begin(byte);
      case "first":
        if (byte === closeArray) return this.#step("end");
        return this.#open(byte);
      case "next":
        return this.#open(byte);
      case "after":
        if (byte === comma) return this.#step("next");
        if (byte === closeArray) return this.#step("end");
        throw new ScanError("has no comma between two elements");
      case "element":
      case "end":
        throw new ScanError("goes on after its end");
    }
  }

  #begin(byte: number): 0 | 1 {
    if (byte === byteOrderMark[this.#mark]) {
      this.#mark++;
      return 1;
    }
    if (byte === openArray) return this.#step("first");
    if (byte !== openObject) throw new ScanError("is no JSON array");
    this.#bare = true;
    return this.#open(byte);
  }

  #open(byte: number): 0 {
    if (byte === comma || byte === closeArray) throw new ScanError("has a comma too many");
    this.#place = "element";
    return 0;
  }

  #step(place: Place): 1 {
    this.#place = place;
    return 1;
  }

  /** Where the element ends that `piece` goes on with at `from`, or `null` if it goes on beyond. */
  #scan(piece: Uint8Array, from: number): number | null {
    for (let i = from; i < piece.length; i++) {
      const byte = piece[i] ?? 0;
      if (this.#quoted) {
        this.#inString(byte);
      } else if (byte === quote) {
        this.#quoted = true;
      } else if ((byte | 0x20) === openObject) {
        this.#depth++;
      } else if ((byte | 0x20) === closeObject) {
        // The bracket of the array itself ends an element that has none.
        if (this.#depth === 0) return i;
        if (--this.#depth === 0) return i + 1;
      } else if (byte === comma && this.#depth === 0) {
        return i;
      }
    }
    return null;
  }

  #inString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) this.#quoted = false;
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > maxElementBytes) {
      throw new ScanError("has an element that is too large (more than 32 MiB)");
    }
    this.#parts.push(part);
  }

  #take(): Uint8Array {
    const element = joinChunks(this.#parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    this.#place = this.#bare ? "end" : "after";
    return element;
  }
}
