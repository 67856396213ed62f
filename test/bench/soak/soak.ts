// Many candidates at once on one platform, for as long as asked; then what each has typed last is compared with the database.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../../api/db/connect.ts';
import { Visitor } from '../../kill/visitor.ts';
import { type Habits, type Seen, Typist } from './candidate.ts';
import type { Point } from './slope.ts';

export interface Soak {
  url: string;
  sql: Sql;
  /** One for each candidate, of an invite that nobody has opened. */
  tokens: readonly string[];
  seconds: number;
  habits: Habits;
  /** @returns what the platform holds now, in megabytes */
  memory: () => Promise<number>;
  memoryEveryMs: number;
}

export interface Soaked extends Seen {
  /** Attempt and path of each file whose last text is not what the database has. */
  lost: string[];
  files: number;
  memory: Point[];
}

/** A few start at a time, as sandboxes do. */
const atOnce = 3;

export async function soak({ url, sql, tokens, seconds, habits, ...measured }: Soak): Promise<Soaked> {
  const seen: Seen = { saves: [], answers: [], faults: [] };
  const typists: Typist[] = [];
  for (let at = 0; at < tokens.length; at += atOnce)
    typists.push(
      ...(await Promise.all(
        tokens.slice(at, at + atOnce).map((token) => Typist.begin(new Visitor(url), token, seen)),
      )),
    );
  const signal = AbortSignal.timeout(seconds * 1000);
  const [memory] = await Promise.all([
    watch(measured, signal),
    ...typists.map((typist) => typist.work(habits, signal)),
  ]);
  const lost = [];
  for (const typist of typists) lost.push(...(await lostBy(sql, typist)));
  const files = typists.reduce((sum, { texts }) => sum + texts.size, 0);
  return { ...seen, lost, files, memory };
}

async function watch(
  { memory, memoryEveryMs }: Pick<Soak, 'memory' | 'memoryEveryMs'>,
  signal: AbortSignal,
): Promise<Point[]> {
  const points: Point[] = [];
  while (!signal.aborted) {
    points.push({ x: Date.now() / 3_600_000, y: await memory() });
    await sleep(memoryEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return points;
}

async function lostBy(sql: Sql, { attemptId, texts }: Typist): Promise<string[]> {
  const rows = await sql<{ path: string; content: Buffer }[]>`
    select path, content from attempt_file join blob on blob.hash = attempt_file.hash
    where attempt_id = ${attemptId} and not deleted`;
  const stored = new Map(rows.map(({ path, content }) => [path, content.toString()]));
  return [...texts]
    .filter(([path, text]) => stored.get(path) !== text)
    .map(([path]) => `${attemptId} ${path}`);
}
