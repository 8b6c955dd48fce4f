import { authError, type GoogleApiError } from "../error.js";
import { oneLine } from "../text.js";
import { isToken } from "./credentials.js";
import { DelegatedSource, signingScopes } from "./delegated-source.js";
import type { DefaultSettings } from "./default-settings.js";
import type { KeyFields } from "./key-fields.js";
import { KeySource } from "./key-source.js";
import { MetadataSource } from "./metadata-source.js";
import { readFile, readFileIfThere } from "./read-file.js";
import { googleUniverse, type TokenSource } from "./token-source.js";
import { UserSource } from "./user-source.js";

type Environment = Readonly<Record<string, string | undefined>>;

const what = "applicationDefault";

/** The credentials of this place: a file's, else the metadata server's. */
export async function findSource(settings: DefaultSettings): Promise<TokenSource> {
  const env: Environment = globalThis.process?.env ?? {};
  const quotaProject = readQuotaProject(env);
  const { KeyFields } = settings.start;
  const named = env["GOOGLE_APPLICATION_CREDENTIALS"] ?? "";
  if (named !== "") {
    const name = `${what}: the file of GOOGLE_APPLICATION_CREDENTIALS`;
    return sourceOfFile(new KeyFields(await readFile(named, name), name), quotaProject, settings);
  }
  const wellKnown = wellKnownPath(env);
  const text =
    wellKnown === null ? null : await readFileIfThere(wellKnown, `${what}: the well-known file`);
  if (text !== null) {
    const name = `${what}: the file ${oneLine(wellKnown ?? "", 200)}`;
    return sourceOfFile(new KeyFields(text, name), quotaProject, settings);
  }
  return sourceOfMachine(env, quotaProject, settings);
}

/** Where `gcloud auth application-default login` writes. */
function wellKnownPath(env: Environment): string | null {
  const file = "application_default_credentials.json";
  const { CLOUDSDK_CONFIG: config, APPDATA: appData, HOME: home } = env;
  const windows = globalThis.process?.platform === "win32";
  if (config) return `${config}${windows ? "\\" : "/"}${file}`;
  if (windows) return appData ? `${appData}\\gcloud\\${file}` : null;
  return home ? `${home}/.config/gcloud/${file}` : null;
}

function readQuotaProject(env: Environment): string | null {
  const project = env["GOOGLE_CLOUD_QUOTA_PROJECT"] ?? "";
  if (project === "") return null;
  if (isToken(project)) return project;
  throw authError(`${what}: GOOGLE_CLOUD_QUOTA_PROJECT must be visible ASCII text without blanks`);
}

function sourceOfFile(
  fields: KeyFields,
  quotaOfEnvironment: string | null,
  settings: DefaultSettings,
): TokenSource {
  const { subject, account, scopes, start } = settings;
  if (subject !== null && fields.universe !== googleUniverse) {
    throw fields.error("subject works only with universe_domain googleapis.com");
  }
  const quotaProject = quotaOfEnvironment ?? fields.quotaProject;
  if (fields.type === "service_account") {
    const key = { ...start.readServiceAccountKey(fields), quotaProject };
    return subject === null || account === null || account === key.clientEmail
      ? new KeySource(key, { subject, scopes }, settings)
      : delegated(
          new KeySource(key, { subject: null, scopes: signingScopes }, settings),
          account,
          settings,
        );
  }
  if (fields.type !== "authorized_user") throw refused(fields);
  const key = {
    clientId: fields.text("client_id"),
    clientSecret: fields.text("client_secret"),
    refreshToken: fields.text("refresh_token"),
  };
  const facts = { scopes: null, universe: fields.universe, quotaProject };
  const user = new UserSource(key, facts, settings);
  if (subject === null) return user;
  if (account !== null) return delegated(user, account, settings);
  throw fields.error(
    'a user cannot act for subject; name the service account that does: serviceAccount: "…@….iam.gserviceaccount.com"',
  );
}

function refused(fields: KeyFields): GoogleApiError {
  const client = ["web", "installed"].find((name) => fields.has(name));
  if (fields.type === undefined && client !== undefined) {
    return fields.error(
      `it describes an OAuth client ("${client}"), not who signs in; a user's consent gives what refreshToken(…) takes`,
    );
  }
  return fields.error(
    `credentials of ${fields.type === undefined ? "no" : "this"} type (${fields.shownType}) are for google-auth-library: auth: new GoogleAuth({ scopes: […] })`,
  );
}

async function sourceOfMachine(
  env: Environment,
  quotaProject: string | null,
  settings: DefaultSettings,
): Promise<TokenSource> {
  const host = env["GCE_METADATA_HOST"] || "169.254.169.254";
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) {
    throw authError(`${what}: GCE_METADATA_HOST must be a host, with a port or without`);
  }
  const absent = `${what}: no credentials found: GOOGLE_APPLICATION_CREDENTIALS is not set, there is no file of "gcloud auth application-default login", and no metadata server`;
  const detection = readDetection(env);
  if (detection === "none") throw authError(absent);
  const { subject, account, scopes } = settings;
  const machine = new MetadataSource(host, {
    absent: detection === "assume-present" ? null : absent,
    scopes: subject === null ? scopes : signingScopes,
    quotaProject,
  });
  return subject === null
    ? machine
    : delegated(machine, account ?? (await machine.email(null)), settings);
}

/** Whether to ask the metadata server, in the words of Google's own libraries. */
function readDetection(env: Environment): string {
  if (env["NO_GCE_CHECK"]?.trim().toLowerCase() === "true") return "none";
  const detection = env["METADATA_SERVER_DETECTION"]?.trim().toLowerCase() ?? "";
  if (detections.includes(detection)) return detection;
  throw authError(
    `${what}: METADATA_SERVER_DETECTION must be one of ${detections.slice(1).join(", ")}`,
  );
}

const detections = ["", "assume-present", "none", "bios-only", "ping-only"];

function delegated(base: TokenSource, account: string, settings: DefaultSettings): TokenSource {
  const { subject, scopes } = settings;
  return new DelegatedSource(base, { account, subject, scopes }, settings);
}
