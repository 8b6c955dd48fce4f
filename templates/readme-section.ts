import type { Api } from "../generator/model/model.js";
import type { SampleCalls } from "./sample-calls.js";

/** A part of a README. */
export interface Section {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** What a section is written from. */
export interface Place {
  readonly api: Api;
  /** What users import from. */
  readonly name: string;
  readonly calls: SampleCalls;
}

/** A block of code in Markdown. */
export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
