/** What SARIF 2.1.0 demands of the parts that are written: an own schema, closed, after the standard's text. */
import { Ajv } from "ajv";

const message = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  // 3.11.5: a brace is doubled, or a placeholder. 3.11.6: no links.
  properties: {
    text: { type: "string", pattern: "^([^{}]|\\{\\{|\\}\\})+$", not: { pattern: "\\]\\(" } },
  },
};

const closed = (
  properties: object,
  required: readonly string[] = Object.keys(properties),
): object => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

const rule = closed({
  id: { type: "string", minLength: 1 },
  shortDescription: message,
  fullDescription: message,
  help: message,
});

const region = closed({
  startLine: { type: "integer", minimum: 1 },
  startColumn: { type: "integer", minimum: 1 },
});
// RFC 3986: a path, relative or of a file, whose first segment is no scheme.
const uri = { type: "string", pattern: "^(file://)?[A-Za-z0-9\\-._~!$&'()*+,;=@%/]+$" };
const location = closed(
  {
    physicalLocation: closed({ artifactLocation: closed({ uri }), region }),
    logicalLocations: {
      type: "array",
      items: closed({ fullyQualifiedName: { type: "string" } }),
    },
  },
  ["logicalLocations"],
);

const result = {
  ...closed({
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: 0 },
    level: { enum: ["none", "note", "warning", "error"] },
    kind: { enum: ["fail", "informational"] },
    message,
    locations: { type: "array", items: location, maxItems: 1 },
    partialFingerprints: closed({
      "discogenChange/v1": { type: "string", pattern: "^[0-9a-f]{12}$" },
    }),
    suppressions: {
      type: "array",
      items: closed({
        kind: { enum: ["inSource", "external"] },
        status: { enum: ["accepted", "underReview", "rejected"] },
        justification: { type: "string" },
      }),
    },
    properties: { type: "object" },
  }),
  // 3.27.9: what is no failure has no level.
  anyOf: [
    { properties: { kind: { const: "fail" }, level: { not: { const: "none" } } } },
    { properties: { kind: { const: "informational" }, level: { const: "none" } } },
  ],
};

const driver = closed({
  name: { const: "discogen" },
  semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$" },
  rules: { type: "array", items: rule, uniqueItems: true },
});

// 3.20: what is said of the run itself.
const invocation = closed({
  executionSuccessful: { type: "boolean" },
  toolExecutionNotifications: {
    type: "array",
    minItems: 1,
    items: closed({ level: { enum: ["none", "note", "warning", "error"] }, message }),
  },
});

const run = (others: object): object =>
  closed({
    tool: closed({ driver }),
    columnKind: { const: "utf16CodeUnits" },
    // 3.17.3: a category, and nothing after its slash.
    automationDetails: closed({ id: { type: "string", pattern: "^[^/]+/$" } }),
    results: { type: "array", items: result },
    properties: { type: "object" },
    ...others,
  });

const isSarif = new Ajv({ strict: false, allErrors: true }).compile(
  closed({
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      minItems: 1,
      maxItems: 1,
      items: {
        anyOf: [run({}), run({ invocations: { type: "array", minItems: 1, items: invocation } })],
      },
    },
  }),
);

/** A result as far as tests look at it. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly unknown[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The one run of a log. */
export interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly SarifResult[];
  readonly invocations?: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly {
      readonly level: string;
      readonly message: { readonly text: string };
    }[];
  }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * The run of a log that is what the standard demands.
 *
 * @throws an Error that says where it is not.
 */
export function readSarif(text: string): SarifRun {
  const log = JSON.parse(text) as { readonly runs: readonly [SarifRun] };
  if (!isSarif(log)) throw new Error(JSON.stringify(isSarif.errors, null, 2));
  return log.runs[0];
}
