import { readFile } from "node:fs/promises";

/** The text of a license by its SPDX identifier: that of this package; `null` for others. */
export async function readLicense(id: string): Promise<string | null> {
  if (id !== "Apache-2.0") return null;
  // From the built file: the package's own.
  return readFile(new URL("../../../LICENSE", import.meta.url), "utf8").catch(() => null);
}
