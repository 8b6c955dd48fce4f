/** What the system says where a file cannot be read or written. */

/** The system's code for what went wrong: `"ENOENT"`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** What went wrong, in words. */
export function reasonOf(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file or directory",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    EISDIR: "it is a directory",
    ENOTDIR: "a part of the path is no directory",
    EEXIST: "a file of that name is in the way",
    ENOSPC: "no space is left on the device",
    EFBIG: "the file would be larger than is allowed",
    EDQUOT: "the disk quota is used up",
    ENAMETOOLONG: "the path is too long",
    EMFILE: "too many files are open",
    ELINK: "a folder on the way is a link, which may lead anywhere",
    EADDRINUSE: "another program listens there",
    EADDRNOTAVAIL: "it is no address of this machine",
    ELOOP: "it is a circle of links",
  };
  const code = codeOf(error);
  if (code !== undefined && Object.hasOwn(words, code)) return `${words[code] ?? ""} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
