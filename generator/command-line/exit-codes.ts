/** What the process ends with. */
export const exitCodes = { fine: 0, found: 1, cannotRun: 2, bug: 70, interrupted: 130 } as const;

/** What each exit code means, in words. */
export const exitCodeWords: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.fine, "fine"],
  [exitCodes.found, "check, diff or update found something"],
  [exitCodes.cannotRun, "cannot run"],
  [exitCodes.bug, "a bug of discogen"],
  [exitCodes.interrupted, "interrupted"],
];

/** The exit codes in one line. */
export const exitCodesText = `Exit codes: ${exitCodeWords
  .map(([code, meaning]) => `${code} ${meaning}`)
  .join(", ")}.`;
