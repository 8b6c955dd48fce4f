/** The forms of a report. A run has the one for people, which most print, and loads any other by need. */
import { reportText } from "./report-text.js";
import { loneText } from "./report-words.js";
import type { LoneClient, Report, ReportOptions } from "./report.js";

type Reporter = (
  reports: readonly Report[],
  options: ReportOptions,
  lone: readonly LoneClient[],
) => string;

/** How reports of several clients become one text. */
interface Joining {
  readonly between: string;
  /** What is said where there is nothing to tell. */
  readonly nothing: string;
  /** A client that came or went; in other forms there is no room for it. */
  lone?(client: LoneClient): string;
}

/** What came and went, then one report after another. */
function each(
  print: (report: Report, options: ReportOptions) => string,
  { between, nothing, lone: tellLone }: Joining,
): Reporter {
  return (reports, options, lone) => {
    const lines = tellLone === undefined ? [] : lone.map(tellLone);
    const parts = [
      ...(lines.length === 0 ? [] : [lines.join("\n")]),
      ...reports.map((one) => print(one, options)),
    ];
    return parts.length === 0 ? nothing : parts.join(between);
  };
}

const nothing = "no document changed";

const formats = {
  text: async () => each(reportText, { between: "\n\n", nothing, lone: loneText }),
  json: async () => each((await import("./report-json.js")).reportJson, { between: "\n", nothing }),
  markdown: async () => {
    const { loneMarkdown: lone, reportMarkdown } = await import("./report-markdown.js");
    return each(reportMarkdown, { between: "\n\n", nothing, lone });
  },
  github: async () => {
    const { loneGithub: lone, reportGithub } = await import("./report-github.js");
    return each(reportGithub, { between: "\n", nothing: `::notice::${nothing}`, lone });
  },
  sarif: async () => (await import("./report-sarif.js")).reportSarif,
  junit: async () => (await import("./report-junit.js")).reportJunit,
  html: async () => each((await import("./report-html.js")).reportHtml, { between: "\n", nothing }),
} satisfies Record<string, () => Promise<Reporter>>;

/** The forms that tell which clients came and went. */
export const formatsWithLone: readonly Format[] = ["text", "markdown", "github"];

/** For people, for programs, for a comment, annotations, code scanning, test reports, and as a page. */
export type Format = keyof typeof formats;

/** Reports in one of their forms, without a line end; `json` and `html` have one report in a text. */
export async function reportAs(
  format: Format,
  reports: readonly Report[],
  options: Omit<ReportOptions, "share">,
  lone: readonly LoneClient[] = [],
): Promise<string> {
  const print: Reporter = await formats[format]();
  return print(reports, { ...options, share: Math.max(1, reports.length) }, lone);
}
