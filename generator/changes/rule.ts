/** What the catalogue says of one kind of change. */

/** How much a change weighs for somebody. */
export type Level = "error" | "warning" | "info" | "none";

/** Which part of a version a change moves. */
export type Bump = "major" | "minor" | "patch" | "none";

/** The side of the wire a schema is on: where it is sent, answered, both, or reached by no method. */
export type Direction = "request" | "response" | "both" | "none";

type Letter = "E" | "W" | "I" | "N";

/**
 * Error, Warning, Info or None for each of the three who may be hit, in this order: programs already installed
 * (`wire`), recompiling against the new client (`types`), running after the upgrade (`runtime`); then the bump.
 */
export type Grade = `${Letter} ${Letter} ${Letter} → ${Bump}`;

/** A grade, or one for each direction. */
export type Grades = Grade | Readonly<Record<Direction, Grade>>;

/** Choices of the generator that decide what a change means; true for what our templates do. */
export interface Policy {
  /** An enum is a union of its values and a type that no plain string has. */
  readonly checkedEnums: boolean;
  /** What `annotations.required` says of a method's body is required by its type. */
  readonly checkedRequired: boolean;
  /** Requests are typed without what only the server sets. */
  readonly inputsWithoutReadOnly: boolean;
  /** An inline object has a type with a name that can be imported. */
  readonly namedInlineObjects: boolean;
  /** A body that can hold something cannot be left out. */
  readonly requiredBodies: boolean;
  /** Locations of regional endpoints are literal types. */
  readonly typedEndpoints: boolean;
  /** `fullyEncodeReservedExpansion` changes nothing on the wire. */
  readonly ignoresReservedExpansion: boolean;
  /** Nothing is sent to `mtlsRootUrl`. */
  readonly ignoresMtls: boolean;
  /** The standard parameters that stand in generated code; the runtime has the others. */
  readonly standardParameters: readonly string[];
  /** Schemas that no method reaches are generated. */
  readonly unreachedSchemas: boolean;
}

/** A choice that is made or not. */
export type Knob = {
  [K in keyof Policy]: Policy[K] extends boolean ? K : never;
}[keyof Policy];

/** JSON that is put into a document; `undefined` is nothing at all. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One place of a document that is written otherwise. */
export interface Edit {
  readonly at: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** A row of the catalogue. */
export interface Rule {
  readonly grade: Grades;
  /** Other grades where the generator has made a choice. */
  readonly under?: { readonly [K in Knob]?: Grades };
  /** The grades where all that programs have written compiles as before, whatever the choices are. */
  readonly untyped?: Grades;
  /** Why it is graded so, for whoever asks. */
  readonly reason: string;
  /** A change of a document that this rule tells. */
  readonly example: readonly Edit[];
}

/** What is written otherwise at one place. */
export function edit(at: string, before: Json | undefined, after: Json | undefined): Edit {
  return { at, before, after };
}

/** One grade for schemas that requests hold, another for the others. */
export function sent(sent: Grade, otherwise: Grade): Grades {
  return { request: sent, both: sent, response: otherwise, none: otherwise };
}

/** One grade for schemas that responses hold, another for the others. */
export function received(received: Grade, otherwise: Grade): Grades {
  return { request: otherwise, both: received, response: received, none: otherwise };
}

/** One grade for schemas that methods reach, another for those that none does. */
export function reached(reached: Grade, otherwise: Grade): Grades {
  return { request: reached, both: reached, response: reached, none: otherwise };
}
