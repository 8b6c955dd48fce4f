/** `mask` so that it also asks for the property at `path`; unchanged if it does already. */
export function maskWith(mask: string, path: readonly string[]): string {
  return mask.trim() === "" || asksFor(mask, path) ? mask : `${mask},${path.join("/")}`;
}

function asksFor(mask: string, path: readonly string[]): boolean {
  const [name, ...below] = path;
  if (name === undefined) return true;
  return topLevelEntries(mask).some((entry) => {
    const end = entry.search(/[/(]/);
    const head = end === -1 ? entry : entry.slice(0, end).trim();
    if (head !== name && head !== "*") return false;
    if (end === -1) return true;
    const rest = entry.slice(end + 1);
    return asksFor(entry[end] === "/" ? rest : rest.replace(/\)\s*$/, ""), below);
  });
}

function topLevelEntries(mask: string): string[] {
  const entries: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < mask.length; i++) {
    const character = mask[i];
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth === 0) {
      entries.push(mask.slice(start, i).trim());
      start = i + 1;
    }
  }
  entries.push(mask.slice(start).trim());
  return entries;
}
