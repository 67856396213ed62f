// Views are counted here and written a few times a second, many in one statement: a famous product is one row that
// everybody would otherwise queue for.
import { sql } from './db.ts';

const flushMs = 150;
const waiting = new Map<number, number>();
let writing: Promise<void> | undefined;

export function countView(id: number): void {
  waiting.set(id, (waiting.get(id) ?? 0) + 1);
}

async function write(): Promise<void> {
  if (waiting.size === 0) return;
  const counts = [...waiting].toSorted(([a], [b]) => a - b);
  waiting.clear();
  try {
    await sql`
      update products set views = views + seen.count
      from (
        select id, count from unnest(
          ${counts.map(([id]) => id)}::integer[], ${counts.map(([, count]) => count)}::integer[]
        ) as seen (id, count)
      ) seen
      where products.id = seen.id`;
  } catch (error) {
    for (const [id, count] of counts) waiting.set(id, (waiting.get(id) ?? 0) + count);
    console.error('views are kept for the next try', error);
  }
}

/** Writes what was counted so far; one writer at a time. */
export async function flush(): Promise<void> {
  await writing;
  writing = write();
  await writing;
  writing = undefined;
}

setInterval(() => {
  if (!writing) void flush();
}, flushMs).unref();
