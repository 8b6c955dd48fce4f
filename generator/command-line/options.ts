/** The words of what several commands take. */
import { Option } from "commander";

export const aDocument =
  "a discovery document: a path, - for standard input, a URL, name:version, git-revision:path, or a client's package by its folder or name";

export const discoveryUrl = [
  "--discovery-url <url>",
  "whom name:version is asked of; default Google's discovery service",
] as const;

export const lenient = [
  "--lenient",
  "go on with the type unknown where a document refers to a schema it does not have",
] as const;

export const config = [
  "-c, --config <path>",
  "the configuration; default discogen.config.json, if there is one",
] as const;

export const noConfig = [
  "--no-config",
  "the document as it is, without overrides and selection",
] as const;

export const preset = (): Option =>
  new Option("--preset <axes>", "whose errors are breaking").choices(["all", "types", "wire"]);
