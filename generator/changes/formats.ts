/** The forms of a report. A run has the one for people, which most print, and loads any other by need. */
import { reportText } from "./report-text.js";
import type { Report, ReportOptions } from "./report.js";

type Reporter = (reports: readonly Report[], options: ReportOptions) => string;

/** One report after another. */
function each(
  print: (report: Report, options: ReportOptions) => string,
  between: string,
  nothing: string,
): Reporter {
  return (reports, options) =>
    reports.length === 0 ? nothing : reports.map((one) => print(one, options)).join(between);
}

const nothing = "no document changed";

const formats = {
  text: async () => each(reportText, "\n\n", nothing),
  json: async () => each((await import("./report-json.js")).reportJson, "\n", nothing),
  markdown: async () =>
    each((await import("./report-markdown.js")).reportMarkdown, "\n\n", nothing),
  github: async () =>
    each((await import("./report-github.js")).reportGithub, "\n", `::notice::${nothing}`),
  sarif: async () => (await import("./report-sarif.js")).reportSarif,
  junit: async () => (await import("./report-junit.js")).reportJunit,
  html: async () => each((await import("./report-html.js")).reportHtml, "\n", nothing),
} satisfies Record<string, () => Promise<Reporter>>;

/** For people, for programs, for a comment, annotations, code scanning, test reports, and as a page. */
export type Format = keyof typeof formats;

/** Reports in one of their forms, without a line end; `json` and `html` have one report in a text. */
export async function reportAs(
  format: Format,
  reports: readonly Report[],
  options: Omit<ReportOptions, "share">,
): Promise<string> {
  const print: Reporter = await formats[format]();
  return print(reports, { ...options, share: Math.max(1, reports.length) });
}
