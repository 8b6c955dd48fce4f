/**
 * Partial responses in the type system: a `fields` mask that is written as a literal is checked against the
 * response's type, completed in the editor, and narrows the result. The grammar is Google's: names separated
 * by commas, `a/b` for a member of a member, `a(b,c)` for several, `*` for all.
 */

import type { ApiPromise, PagePromise } from "./call.js";

/** Values without members. */
type Leaf = string | number | boolean | bigint | null | undefined;

/** The text before the first `Sign`, or all of it. */
type Before<Text extends string, Sign extends string> = Text extends `${infer Head}${Sign}${string}`
  ? Head
  : Text;

/** The name that a mask begins with; empty before a sign. */
type Name<Mask extends string> = Before<Before<Before<Before<Mask, ",">, "(">, ")">, "/">;

/** A mask cut into names and signs. Cutting at signs, not at characters, keeps the recursion short. */
type Tokens<Mask extends string, Done extends string[] = []> = Mask extends ""
  ? Done
  : Name<Mask> extends infer Word extends string
    ? Word extends ""
      ? Mask extends `${infer Sign}${infer Rest}`
        ? Tokens<Rest, [...Done, Sign]>
        : Done
      : Mask extends `${Word}${infer Rest}`
        ? Tokens<Rest, [...Done, Word]>
        : never
    : never;

/** Reads a list up to its end or its `)`: the tree of names, and the tokens that are left. */
type ReadList<Rest extends string[], Tree = {}> =
  ReadOne<Rest> extends [infer One, infer After extends string[]]
    ? After extends [",", ...infer More extends string[]]
      ? ReadList<More, Tree & One>
      : [Tree & One, After]
    : never;

/** Reads one name with what is below it. A leaf of the tree is `true`. */
type ReadOne<Rest extends string[]> = Rest extends [
  infer Key extends string,
  ...infer After extends string[],
]
  ? After extends ["/", ...infer Below extends string[]]
    ? ReadOne<Below> extends [infer Tree, infer More]
      ? [{ [K in Key]: Tree }, More]
      : never
    : After extends ["(", ...infer Below extends string[]]
      ? ReadList<Below> extends [infer Tree, [")", ...infer More]]
        ? [{ [K in Key]: Tree }, More]
        : never
      : [{ [K in Key]: true }, After]
  : never;

/** The tree of a mask, or `never` if it is none. */
type Parsed<Mask extends string> = ReadList<Tokens<Mask>> extends [infer Tree, []] ? Tree : never;

type FiveCommas = `${string},${string},${string},${string},${string},`;
type TwentyFiveCommas = `${FiveCommas}${FiveCommas}${FiveCommas}${FiveCommas}${FiveCommas}`;
type HundredCommas = `${TwentyFiveCommas}${TwentyFiveCommas}${TwentyFiveCommas}${TwentyFiveCommas}`;

/** True for masks that are not checked: texts that are not literals, and those near the compiler's limits. */
type Unchecked<Mask extends string> = string extends Mask
  ? true
  : Mask extends "" | `${HundredCommas}${string}`
    ? true
    : false;

/** What a tree of names leaves of a type. */
type Pruned<T, Tree> = Tree extends true
  ? T
  : T extends Leaf
    ? T
    : T extends readonly (infer Item)[]
      ? Pruned<Item, Tree>[]
      : T extends object
        ? Tree extends { "*": infer All }
          ? { [K in keyof T]: Pruned<T[K], All> }
          : {
              [K in keyof T as K extends keyof Tree ? K : never]: Pruned<
                T[K],
                Tree[K & keyof Tree]
              >;
            }
        : T;

/** What the items of a type are, at any depth of arrays. */
type Element<T> = T extends readonly (infer Item)[] ? Element<Item> : T extends Leaf ? never : T;

/** The names of a tree that a type does not have. */
type Unknown<T, Tree> = [T] extends [never]
  ? keyof Tree
  : T extends object
    ? string extends keyof T
      ? never
      : {
          [K in keyof Tree]: K extends "*"
            ? never
            : K extends keyof T
              ? Tree[K] extends true
                ? never
                : Unknown<Element<NonNullable<T[K]>>, Tree[K]>
              : K;
        }[keyof Tree]
    : keyof Tree;

/** What an answer of type `T` holds after a mask. */
export type Selected<T, Mask extends string> =
  Unchecked<Mask> extends true ? T : Pruned<T, Parsed<Mask>>;

/** The mask itself if it fits, else a text that says what does not. */
type Checked<T, Mask extends string> = [Parsed<Mask>] extends [never]
  ? `fields: syntax error in '${Mask}'`
  : [Unknown<T, Parsed<Mask>>] extends [never]
    ? Mask
    : `fields: unknown field '${Unknown<T, Parsed<Mask>> & string}'`;

/** The type of a member, for what is below it in a mask. */
type Member<T, Key> = Key extends keyof T ? Element<NonNullable<T[Key]>> : never;

/** Closing signs for the groups that are still open. */
type Closing<Groups extends unknown[]> = Groups extends [unknown, unknown, ...infer Rest]
  ? `)${Closing<[unknown, ...Rest]>}`
  : "";

/**
 * Masks that a mask could become: its last or first wrong name replaced by each name that fits there. It is
 * what an editor completes, and what a compiler means with "Did you mean".
 */
type Suggested<
  Mask extends string,
  Here,
  Groups extends unknown[],
  Done extends string = "",
  Depth extends unknown[] = [],
> = Depth["length"] extends 200
  ? never
  : Name<Mask> extends infer Word extends string
    ? Mask extends `${Word}${infer Rest}`
      ? Rest extends ""
        ? [Here] extends [never]
          ? never
          : `${Done}${keyof Here & string}${Closing<Groups>}`
        : Rest extends `${infer Sign}${infer After}`
          ? Word extends "" | "*" | keyof Here
            ? SuggestedAfter<
                Sign,
                After,
                Word,
                Here,
                Groups,
                `${Done}${Word}${Sign}`,
                [...Depth, 0]
              >
            : `${Done}${keyof Here & string}${Rest}`
          : never
      : never
    : never;

type SuggestedAfter<
  Sign,
  After extends string,
  Word,
  Here,
  Groups extends unknown[],
  Done extends string,
  Depth extends unknown[],
> = Sign extends ","
  ? Groups extends [...unknown[], infer Group]
    ? Suggested<After, Group, Groups, Done, Depth>
    : never
  : Sign extends "/"
    ? Suggested<After, Member<Here, Word>, Groups, Done, Depth>
    : Sign extends "("
      ? Suggested<After, Member<Here, Word>, [...Groups, Member<Here, Word>], Done, Depth>
      : Sign extends ")"
        ? Groups extends [...infer Outer, unknown]
          ? Suggested<After, never, Outer, Done, Depth>
          : never
        : never;

/** The parameter that asks for a part of an answer of type `T`. */
export interface FieldsParam<T, Mask extends string> {
  /**
   * Which properties of the answer to send: `"id,owner(name),items/*"`. A literal is completed and checked,
   * and the result has just what it asks for.
   */
  fields?:
    | (Unchecked<Mask> extends true
        ? Mask | (string & {})
        : Mask extends Checked<T, Mask>
          ? Mask | Suggested<Mask, T, [T]>
          : Checked<T, Mask> | Suggested<Mask, T, [T]>)
    | undefined;
}

/** The items of a page: the elements of its property `Key`, or `never` if a mask leaves them out. */
type ItemOf<Page, Key extends string> = Key extends keyof Page
  ? NonNullable<Page[Key]> extends readonly (infer Item)[]
    ? Item
    : NonNullable<Page[Key]> extends { [key: string]: infer Value }
      ? [string, Value]
      : never
  : never;

/** A call whose answer is of type `T`, or what a mask leaves of it. */
export type SelectedPromise<T, Mask extends string> = ApiPromise<Selected<T, Mask>>;

/** A list whose pages are of type `Page`, or what a mask leaves of it; its items are in the property `Key`. */
export type SelectedPages<Page, Mask extends string, Key extends string> = PagePromise<
  Selected<Page, Mask>,
  ItemOf<Selected<Page, Mask>, Key>
>;
