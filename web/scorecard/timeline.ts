import type { Entry } from '../../api/timeline/contract.ts';

/** An entry, and how many of its kind it stands for. */
export interface Row extends Entry {
  count: number;
}

/** Puts saves of the same file one after another into one row, which is the last of them. */
export function rowsOf(entries: readonly Entry[]): Row[] {
  const rows: Row[] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    const same = last?.kind === 'saved' && entry.kind === 'saved' && last.path === entry.path;
    if (same) rows[rows.length - 1] = { ...entry, count: last.count + 1 };
    else rows.push({ ...entry, count: 1 });
  }
  return rows;
}

/** The file to look at, at a row: the one it is about, or else the one that was saved last before it. */
export function pathAt(rows: readonly Row[], place: number): string | undefined {
  return rows.slice(0, place + 1).findLast((row) => row.kind === 'saved')?.path ?? undefined;
}
