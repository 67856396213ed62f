/** Whether a path may name a file of a workspace: relative, without empty, `.` or `..` parts. */
export function isFilePath(path: string): boolean {
  if (path.length === 0 || path.length > 4096 || path.includes('\\') || path.includes('\0')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Whether a path is `place`, or lies in the folder of that path. */
export const isWithin = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

/** A folder tree as the file list needs it: the children of each folder by path, folders first; '' is the root. */
export function foldersOf(paths: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of paths) {
    const parts = path.split('/');
    parts.forEach((_, depth) => {
      const parent = parts.slice(0, depth).join('/');
      const children = folders.get(parent) ?? new Set();
      folders.set(parent, children.add(parts.slice(0, depth + 1).join('/')));
    });
  }
  const rank = (path: string) => (folders.has(path) ? 0 : 1);
  const sorted = (children: Set<string>) =>
    [...children].toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return new Map([...folders].map(([folder, children]) => [folder, sorted(children)]));
}
