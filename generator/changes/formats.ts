/** The forms of a report; a run loads only the one it prints. */
import type { Report, ReportOptions } from "./report.js";

type Reporter = (report: Report, options: ReportOptions) => string;

const formats = {
  text: async () => (await import("./report-text.js")).reportText,
  json: async () => (await import("./report-json.js")).reportJson,
  markdown: async () => (await import("./report-markdown.js")).reportMarkdown,
  github: async () => (await import("./report-github.js")).reportGithub,
  sarif: async () => (await import("./report-sarif.js")).reportSarif,
  junit: async () => (await import("./report-junit.js")).reportJunit,
  html: async () => (await import("./report-html.js")).reportHtml,
} satisfies Record<string, () => Promise<Reporter>>;

/** For people, for programs, for a comment, annotations, code scanning, test reports, and as a page. */
export type Format = keyof typeof formats;

/** A report in one of its forms, without a line end. */
export async function reportAs(
  format: Format,
  report: Report,
  options: ReportOptions,
): Promise<string> {
  const print: Reporter = await formats[format]();
  return print(report, options);
}
