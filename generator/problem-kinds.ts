/** The words of problems: what is wrong, and what to do. */

/** A kind of problem; its texts take details in the order in which they name them. */
export interface Kind {
  readonly level: "error" | "warning";
  readonly message: (...details: string[]) => string;
  readonly remedy: (...details: string[]) => string;
}

const error = (message: Kind["message"], remedy: Kind["remedy"] | string): Kind => ({
  level: "error",
  message,
  remedy: typeof remedy === "string" ? () => remedy : remedy,
});
const warning = (message: Kind["message"], remedy: Kind["remedy"] | string): Kind => ({
  ...error(message, remedy),
  level: "warning",
});

const fetchAgain = "fetch the document again";
const fixDocument = "correct the document";

/** Every kind of problem with its words: the one place where they are written. */
export const kinds = {
  // Text that is no document.
  "not-utf8": error((what) => `is not UTF-8 text: ${what}`, "save the file as UTF-8"),
  "empty-document": error(() => "is empty", fetchAgain),
  "html-document": error(
    () => "is an HTML page, not a discovery document",
    "check the address it came from, and fetch the document again",
  ),
  "too-large": error(
    (what, found, limit) => `${what} is ${found}, more than the limit of ${limit}`,
    "check that this is a discovery document; no real one comes near the limit",
  ),
  "invalid-json": error((what) => `is not valid JSON: ${what}`, fetchAgain),
  "duplicate-key": error(
    (key) => `the key ${key} appears twice in one object`,
    "remove one of the two",
  ),
  "not-an-object": error(
    (found) => `is ${found}, where a discovery document is an object`,
    "give the file that the discovery service serves under .../rest",
  ),
  "error-document": error(
    (what) => `is an error answer of the discovery service: ${what}`,
    "check the API's name and version, and fetch the document again",
  ),
  "not-a-discovery-document": error(
    (why) => `is not a discovery document: ${why}`,
    "give the file that the discovery service serves under .../rest",
  ),

  // The shape of a document.
  "missing-key": error((key) => `the key ${key} is missing`, fixDocument),
  "wrong-type": error((expected, found) => `must be ${expected}, but is ${found}`, fixDocument),
  "invalid-value": error((value, expected) => `${value} is not allowed: ${expected}`, fixDocument),
  "unknown-key": warning(
    (key) => `the key ${key} is unknown; it is kept in the model and has no effect on the client`,
    "nothing, unless the key matters to you: then report it",
  ),

  // What a document says.
  "dangling-ref": error(
    (name, near) => `no schema is named ${name}${near}`,
    "take another revision (Google serves such documents now and then), correct it by an override, or go on with --lenient",
  ),
  "missing-path-parameter": error(
    (name, method) => `the path of ${method} has {${name}}, which is no parameter of it`,
    "add the parameter, or correct the path",
  ),
  "unused-path-parameter": error(
    (name, method) => `the path parameter ${name} of ${method} is not in its path`,
    "remove the parameter, or add it to the path",
  ),
  "optional-path-parameter": error(
    (name, method) => `the path parameter ${name} of ${method} is not marked required`,
    'set "required": true',
  ),
  "unknown-ordered-parameter": warning(
    (name, method) => `the parameterOrder of ${method} names ${name}, which is no parameter of it`,
    "nothing; the name is ignored",
  ),
  "reserved-parameter": error(
    (name, method) =>
      `the parameter ${name} of ${method} has the name under which its request stands`,
    fixDocument,
  ),
  "circular-ref": error(
    (name) => `the schema ${name} leads back to itself, with no object or list between`,
    fixDocument,
  ),
  "invalid-path": error((path, why) => `the path ${path} cannot be read: ${why}`, fixDocument),
  "duplicate-method-id": error(
    (id, other) => `the method id ${id} is also that of ${other}`,
    fixDocument,
  ),
  "contradicting-id": warning(
    (id, nameAndVersion) => `the id ${id} is not that of the name and version, ${nameAndVersion}`,
    "nothing; name and version count",
  ),
  "unknown-scope": warning(
    (scope) => `the scope ${scope} is not declared under auth`,
    "nothing; the method asks for it all the same",
  ),

  // The configuration, the lock and files.
  "invalid-config": error((what) => what, "see the configuration's JSON schema"),
  "unknown-option": error(
    (key, near) => `unknown key ${key}${near}`,
    "remove it, or correct its name",
  ),
  "no-config": error(
    (path, above) =>
      `there is no ${path}, and no document was named${above === "" ? "" : `; there is one in ${above}`}`,
    (_path, above) =>
      above === ""
        ? "start a project (discogen init reseller:v1), or name a document (discogen generate <document> -o <folder>)"
        : "run discogen there, or name that one with --config",
  ),
  "invalid-lock": error(
    (what) => `is not a lock that discogen wrote: ${what}`,
    "restore it from version control; after a merge conflict delete the client's entry and run discogen generate",
  ),
  "override-mismatch": error(
    (at, found, expected) => `${at} is ${found}, where the override expects ${expected}`,
    (_at, _found, _expected, isDone) =>
      isDone === "" ? 'bring "was" up to date' : "remove the override: the document says so by now",
  ),
  "override-nowhere": error(
    (at, near) => `the document has no ${at}${near}`,
    'correct "at"; an override adds to what is there, and makes no places on the way',
  ),
  "override-overlap": error(
    (at, other) => `${at} is changed by the override of ${other} too`,
    "make one override of the two",
  ),
  "override-idle": error((at) => `changes nothing at ${at}`, 'give it another "was" or "is"'),
  "override-expired": warning(
    (until, revision) => `the override was to last until ${until}; the document is of ${revision}`,
    'see whether the document still needs it, then remove it or move "until"',
  ),
  "no-such-method": error(
    (pattern, near) => `no method matches ${pattern}${near}`,
    "correct it; discogen inspect --no-config lists resources and methods",
  ),
  "different-api": error(
    (id, other) => `is a document of ${id}, the other one of ${other}`,
    "give two revisions of one API, or compare them all the same with --allow-different-api",
  ),
  "bump-too-small": error(
    (from, to, least) =>
      from === to
        ? `the version stays ${to}, which is too small for what changed: ${least} at least`
        : `the version goes from ${from} to ${to}, too small for what changed: ${least} at least`,
    (_from, _to, least, client) =>
      `run discogen version ${client} ${least} once the client is generated (discogen update moves the version by itself), or undo the change`,
  ),
  "unknown-rule": error(
    (rule, near) => `no rule is named ${rule}${near}`,
    "discogen explain lists all rules",
  ),
  "same-output": error(
    (path, other) => `would be written to ${path}, and so would ${other}`,
    'give one of them another "folder", not within that of the other',
  ),
  "cannot-read": error(
    (why) => `cannot be read: ${why}`,
    (_why, remedy = "check its name and its permissions") => remedy,
  ),
  "cannot-listen": error(
    (why) => `cannot be listened on: ${why}`,
    "name another port (--port), or none for a free one",
  ),
  "cannot-write": error(
    (why) => `cannot be written: ${why}`,
    "check the path, its permissions and the space left; what was there before is untouched",
  ),
  "edited-file": error(
    () => "was edited after it was generated, and would be overwritten",
    "move the edit elsewhere, or run discogen generate --force to lose it",
  ),
  "foreign-file": error(
    () => "was not written by discogen, and a generated file has its name",
    "move it elsewhere, or run discogen generate --force to overwrite it",
  ),
  "not-generated": error(
    (what) => what,
    "run discogen generate first: the version and all updates go on from what the lock knows",
  ),
  "invalid-version": error(
    (what) => what,
    (_what, from, next) =>
      `give major, minor, patch, or a version above ${from}, such as ${next} or ${next}-rc.1`,
  ),
  "not-current": error(
    (what) => `is not up to date: ${what}`,
    "run discogen generate first (discogen check lists them); a version is moved by itself",
  ),
  "several-clients": error(
    (word, many, keys) => `${word} has ${many} clients: ${keys}`,
    "name one of them by its folder: discogen version <folder> minor",
  ),
  "document-refused": warning(
    (why, id) => `${why}; ${id} stays as it is`,
    "nothing: the next update asks again",
  ),
  "config-exists": error(
    () => "is there already",
    'add the document to its "clients"; discogen init without a document writes what else is missing',
  ),
  "document-exists": error(
    () => "is there already, and says something else than the document that was named",
    "name that file itself, or move it elsewhere",
  ),
  "no-document": error(
    (what) => what,
    "name an API or a document: discogen init reseller:v1, discogen init ./document.json",
  ),
  "output-busy": error(
    (pid) => `is being written by another run (process ${pid})`,
    "wait until it ends, and run again",
  ),
  usage: error((what) => what, "see discogen --help"),
} satisfies Record<string, Kind>;

/** The name of a kind of problem, as it is printed. */
export type ProblemCode = keyof typeof kinds;
