/** Files whose path has the letters of `query` in this order, the best first: names before folders, runs before scattered letters. */
export function findFiles(paths: readonly string[], query: string): string[] {
  const letters = query.toLowerCase().replaceAll(' ', '');
  return paths
    .map((path) => ({ path, score: scoreOf(path.toLowerCase(), letters) }))
    .filter(({ score }) => score !== undefined)
    .toSorted((a, b) => b.score! - a.score! || a.path.localeCompare(b.path))
    .map(({ path }) => path);
}

/** Undefined when a letter is missing. */
function scoreOf(path: string, letters: string): number | undefined {
  const name = path.lastIndexOf('/') + 1;
  const inName = runsFrom(path, letters, name);
  if (inName !== undefined) return inName + 1000 - (path.length - name);
  const anywhere = runsFrom(path, letters, 0);
  return anywhere === undefined ? undefined : anywhere - path.length;
}

/** Points for letters that follow each other, or begin a word. */
function runsFrom(path: string, letters: string, from: number): number | undefined {
  let at = from - 1;
  let points = 0;
  for (const letter of letters) {
    const next = path.indexOf(letter, at + 1);
    if (next === -1) return undefined;
    if (next === at + 1) points += 10;
    if (next === 0 || /[^a-z0-9]/.test(path[next - 1] ?? '')) points += 5;
    at = next;
  }
  return points;
}
