/** The one replacement that makes `after` of `before`, without what both begin and end with. Line ends stay whole. */
export function smallestEdit(before: string, after: string): { start: number; end: number; text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  // A place between \r and \n is none for an editor.
  if (before[start - 1] === '\r') start--;
  if (before[before.length - tail] === '\n') tail = Math.max(0, tail - 1);
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}
