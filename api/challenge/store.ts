import type { Db, Sql } from '../db/connect.ts';
import { saveSnapshot, saveTree } from '../db/trees.ts';
import type { Challenge } from './challenge.ts';
import type { ChallengeSummary } from './contract.ts';
import type { ReviewItem } from './review-item.ts';

/** What of a version an attempt needs for ever, whatever becomes of the challenge's folder. */
export interface VersionFacts {
  summary: ChallengeSummary;
  brief: string;
  goal: Challenge['goal'];
  /** What is scored besides Correctness and Performance; absent in versions from before there was more. */
  alsoScored?: ('resilience' | 'integrity')[];
  /** How many checks of each category a candidate does not see. */
  hiddenChecks: { category: string; count: number }[];
  /** Absent in versions from before people reviewed. */
  review?: readonly ReviewItem[];
  /** Snapshot of the files a candidate starts with, by runtime. */
  starters: Record<string, string>;
}

/** Freezes the challenge as it is now, unless this very version is there already. @returns the version's id */
export async function publishChallenge(sql: Sql, challenge: Challenge): Promise<string> {
  const { slug, digest } = challenge;
  return sql.begin(async (tx) => {
    const [known] = await tx<{ id: string }[]>`
      select id from challenge_version where slug = ${slug} and digest = ${digest}`;
    if (known) return known.id;
    const facts = await freeze(tx, challenge);
    const [row] = await tx<{ id: string }[]>`
      insert into challenge_version (slug, digest, title, facts)
      values (${slug}, ${digest}, ${challenge.title}, ${tx.json(facts)})
      on conflict (slug, digest) do update set title = excluded.title returning id`;
    return row!.id;
  });
}

async function freeze(db: Db, challenge: Challenge): Promise<VersionFacts> {
  const starters: Record<string, string> = {};
  for (const [runtime, tree] of Object.entries(challenge.starters))
    starters[runtime] = await saveSnapshot(db, await saveTree(db, tree));
  const { brief, goal, review } = challenge;
  const hiddenChecks = countHidden(challenge);
  const alsoScored = alsoScoredIn(challenge);
  return { summary: summaryOf(challenge), brief, goal, alsoScored, hiddenChecks, review, starters };
}

function alsoScoredIn({ categories, drills, suites }: Challenge): ('resilience' | 'integrity')[] {
  const dimensions = new Set(Object.values(categories).map(({ dimension }) => dimension));
  return [
    ...(dimensions.has('resilience') || drills.length > 0 ? (['resilience'] as const) : []),
    ...(dimensions.has('integrity') || suites.hidden.has('storm.ts') ? (['integrity'] as const) : []),
  ];
}

/** Every check names its category in its source, so they can be counted without being run. */
function countHidden({ suites, categories }: Challenge): VersionFacts['hiddenChecks'] {
  const hidden = [...suites.hidden].filter(([path]) => path.startsWith('checks/hidden/'));
  const calls = hidden.flatMap(([, text]) => [...text.toString().matchAll(/^\s*check\(\s*(['"])(.*?)\1/gm)]);
  return Object.entries(categories)
    .map(([name, { title }]) => ({ category: title, count: calls.filter((call) => call[2] === name).length }))
    .filter(({ count }) => count > 0);
}

export function summaryOf(challenge: Challenge): ChallengeSummary {
  const { slug, title, summary, kind, minutes } = challenge;
  return { slug, title, summary, kind, minutes, runtimes: Object.keys(challenge.starters) };
}
