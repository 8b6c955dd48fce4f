/**
 * Who may import whom, and which file opens which package: the table of docs/architecture.md, held by
 * `npm run lint`.
 */

/** The folders in the order in which data flows; a folder may import itself and what stands behind it. */
const mayImport = {
  runtime: [],
  generated: ["runtime"],
  "generator/create-hash.ts": [],
  "generator/edit-distance.ts": [],
  "generator/problem-kinds.ts": [],
  "generator/problem.ts": ["generator/problem-kinds.ts"],
  "generator/did-you-mean.ts": ["generator/edit-distance.ts", "generator/problem.ts"],
  "generator/system-error.ts": [],
  "generator/version.ts": [],
  "generator/document": [
    "generator/create-hash.ts",
    "generator/did-you-mean.ts",
    "generator/problem.ts",
  ],
  "generator/inputs": ["generator/problem.ts", "generator/system-error.ts"],
  "generator/config": ["generator/document", "generator/problem.ts"],
  "generator/lock": ["generator/problem.ts"],
  "generator/model": [
    "generator/did-you-mean.ts",
    "generator/document/document.ts",
    "generator/problem.ts",
  ],
  "generator/changes": [
    "generator/create-hash.ts",
    "generator/model/model.ts",
    "generator/problem.ts",
  ],
  "generator/serve": [
    "generator/did-you-mean.ts",
    "generator/document/read-document.ts",
    "generator/model/build-model.ts",
    "generator/model/model.ts",
    "generator/problem.ts",
  ],
  templates: ["generator/model/model.ts"],
  "generator/output": [
    "generator/create-hash.ts",
    "templates/plan-files.ts",
    "generator/system-error.ts",
  ],
  "generator/witness": [
    "generator/changes",
    "generator/model/model.ts",
    "generator/output/gate.ts",
    "generator/output/print-files.ts",
    "templates",
  ],
  "generator/usage": [
    "generator/changes",
    "generator/model/model.ts",
    "generator/witness/pairs.ts",
  ],
  "generator/commands": ["generator", "templates"],
  "generator/corpus": [
    "generator/commands",
    "generator/inputs",
    "generator/lock",
    "generator/problem.ts",
    "generator/system-error.ts",
  ],
  "generator/init": ["generator/inputs/project-folder.ts", "generator/version.ts"],
  "generator/command-line": [
    "generator/commands",
    "generator/init/package-manager.ts",
    "generator/problem.ts",
    "generator/version.ts",
  ],
  "generator/cli.ts": [
    "generator/command-line",
    "generator/commands",
    "generator/output/hold-folder.ts",
    "generator/problem.ts",
    "generator/system-error.ts",
    "generator/version.ts",
  ],
};

/** Outside packages and the files that may import them; everybody else asks these files. */
const doors = {
  commander: "^generator/(cli\\.ts$|command-line/)",
  "jsonc-parser": "^generator/document/tokens\\.ts$",
  prettier: "^(generator/output/format-files\\.ts|scripts/write-manual\\.js)$",
  tinypool: "^generator/corpus/generate-all\\.ts$",
  "ts-morph":
    "^(templates/|generator/(output/(print-files|gate)|witness/(compile|load-client)|usage/(used-project|use-collector))\\.ts$)",
  undici: "^(runtime/src/undici|generator/inputs/fetch-bytes)\\.ts$",
  ajv: "^(scripts/compile-validators\\.js|generator/serve/check-body\\.ts)$",
  "node:http": "^generator/serve/http-server\\.ts$",
  "node:fs": "^(generator/(corpus/|inputs/|output/|witness/compile-natively\\.ts$)|scripts/)",
  "node:crypto": "^scripts/",
};

const start = (path) => `^${path.replaceAll(".", "\\.")}(/|$)`;
const ours = "^(generator|templates|runtime|generated|test)/";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      comment: "a file that nobody imports is not used",
      severity: "error",
      from: { orphan: true, path: "^(generator|templates|runtime/src)/", pathNot: "\\.d\\.ts$" },
      to: {},
    },
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: `${folder} may import only: ${allowed.join(", ") || "nothing of ours"}`,
      severity: "error",
      from: { path: start(folder) },
      to: { path: ours, pathNot: [folder, ...allowed].map(start) },
    })),
    {
      name: "nobody-imports-tests-or-output",
      severity: "error",
      from: { path: "^(generator|templates|runtime)/" },
      to: { path: "^(test|generated)/" },
    },
    ...Object.entries(doors).map(([name, door]) => ({
      name: `one-door-${name}`,
      comment: `${name} is opened by ${door} only`,
      severity: "error",
      from: { path: "^(generator|templates|runtime/src|generated|scripts)/", pathNot: door },
      to: {
        path: name.startsWith("node:")
          ? `^(node:)?${name.slice(5)}(/|$)`
          : `(^|/)node_modules/${name}/`,
      },
    })),
    {
      name: "nothing-unresolved",
      severity: "error",
      from: { path: "^(generator|templates|runtime/src|generated)/" },
      to: { couldNotResolve: true, pathNot: "^\\./validate\\.js$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
    },
  },
};
