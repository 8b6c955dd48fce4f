/** What witnesses say of a verdict: a compiler, and the requests that two clients send. */

/** One thing in which a witness and the verdict do not agree. */
export interface Disagreement {
  /** `types`: the compiler; `wire`: the requests. */
  readonly witness: "types" | "wire";
  /** `refuted`: a change breaks nothing; `unforeseen`: something breaks, and no change says so. */
  readonly kind: "refuted" | "unforeseen";
  /** The rule of the change; `null` where there is none. */
  readonly rule: string | null;
  /** JSON pointer of what it is about, in the old document where it has it; for requests the method's id. */
  readonly at: string;
  readonly message: string;
}

/** What was tried, and what came of it. */
export interface Witnessed {
  /** How many uses of the old client were compiled against the new one, and how many of them fail. */
  readonly uses: number;
  readonly failures: number;
  /** How many calls were made through both clients, and how many of them differ. */
  readonly calls: number;
  readonly differing: number;
  /** None where the verdict is confirmed. */
  readonly disagreements: readonly Disagreement[];
}

/** What people are told of it, in one line. */
export function witnessText({ disagreements, ...tried }: Witnessed): string {
  const { uses, failures, calls, differing } = tried;
  const word = disagreements.length === 0 ? "confirmed" : "contradicted";
  return `witness: ${word} (${uses} uses compiled, ${failures} fail; ${calls} calls made twice, ${differing} differ)`;
}

/** In what witnesses do not agree with the verdict, a line for each. */
export function disagreementLines({ disagreements }: Witnessed): string[] {
  return disagreements.map(({ witness, at, message }) => `${witness} ${at}: ${message}`);
}

/** The same as data, as `report.schema.json` describes it. */
export function witnessData(witnessed: Witnessed): object {
  return { confirmed: witnessed.disagreements.length === 0, ...witnessed };
}

/** True if witnesses were asked, and do not agree. */
export function isContradicted({ witness }: { readonly witness?: Witnessed }): boolean {
  return witness !== undefined && witness.disagreements.length > 0;
}

/** What a user should do about a contradiction. */
export const contradictionWords =
  "a witness contradicts the verdict, which is a bug of discogen; please report it with both documents, the configuration and this output";
