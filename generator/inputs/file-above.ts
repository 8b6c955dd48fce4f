import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The nearest folder above one that has a file of this name; `null` if none has. */
export async function folderAbove(folder: string, name: string): Promise<string | null> {
  const above = dirname(folder);
  if (above === folder) return null;
  const found = await stat(join(above, name)).catch(() => null);
  return found?.isFile() === true ? above : folderAbove(above, name);
}
