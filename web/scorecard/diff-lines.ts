import { structuredPatch } from 'diff';

export interface DiffLine {
  kind: 'added' | 'removed' | 'same' | 'gap';
  /** Line number in the new file; for a removed line, in the old one. Absent for a gap. */
  number?: number;
  text: string;
}

export interface FileDiff {
  lines: DiffLine[];
  plus: number;
  minus: number;
}

/** The changed lines of one file with three lines around them. Null stands for no file. */
export function diffLines(before: string | null, after: string | null): FileDiff {
  const patch = structuredPatch('', '', before ?? '', after ?? '', '', '', { context: 3 });
  const lines = patch.hunks.flatMap((hunk, at) => [
    ...(at > 0 ? [{ kind: 'gap' as const, text: '⋯' }] : []),
    ...hunkLines(hunk),
  ]);
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  return { lines, plus: count('added'), minus: count('removed') };
}

function hunkLines(hunk: { oldStart: number; newStart: number; lines: string[] }): DiffLine[] {
  let oldLine = hunk.oldStart;
  let newLine = hunk.newStart;
  return hunk.lines.flatMap((line): DiffLine[] => {
    const text = line.slice(1);
    if (line.startsWith('+')) return [{ kind: 'added', number: newLine++, text }];
    if (line.startsWith('-')) return [{ kind: 'removed', number: oldLine++, text }];
    // A line that begins with a backslash says that the file has no newline at its end.
    if (line.startsWith('\\')) return [];
    oldLine++;
    return [{ kind: 'same', number: newLine++, text }];
  });
}
