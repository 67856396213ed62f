// A platform whose every candidate has a graded report, asked as a browser asks it but without a network in between.
import { resolve } from 'node:path';
import { build } from '../../../api/app.ts';
import { creditSilence } from '../../../api/attempt/store.ts';
import { loadChallenges } from '../../../api/challenge/load.ts';
import type { Challenge } from '../../../api/challenge/challenge.ts';
import { publishChallenge } from '../../../api/challenge/store.ts';
import { systemClock } from '../../../api/clock.ts';
import { connect, type Sql } from '../../../api/db/connect.ts';
import { migrate } from '../../../api/db/migrate.ts';
import { Presence } from '../../../api/db/presence.ts';
import { openQueue } from '../../../api/db/queue.ts';
import { saveSnapshot, saveTree } from '../../../api/db/trees.ts';
import { makeSeal } from '../../../api/http/seal.ts';
import { makeSecret } from '../../../api/http/secret.ts';
import { makeSignInLink } from '../../../api/person/routes.ts';
import { insertOrganisation, insertPerson } from '../../../api/person/store.ts';
import { standardTerms } from '../../../api/webhook/delivering/deliver.ts';
import { WorkspaceRouter } from '../../../api/workspace/router.ts';
import { fullReport } from '../../support/report.ts';

const publicUrl = 'http://bench.invalid';
const slug = 'slow-catalogue';

export interface BenchPlatform {
  /** Ids of all submissions. */
  submissions: string[];
  /** Where the page after the middle of the list begins. */
  middle: string;
  /** @returns how long the answer took, in milliseconds. @throws Error when it is no success */
  ask(path: string): Promise<number>;
  close(): Promise<void>;
}

export async function openPlatform(url: string, candidates: number): Promise<BenchPlatform> {
  const sql = connect(url);
  await migrate(sql);
  const queue = await openQueue(url, (error) => console.error(error.message));
  const me = { name: 'bench', api: true, runner: false, url: null, secret: makeSecret() };
  const challenges = await loadChallenges('challenges');
  const app = await build({
    sql,
    queue,
    challenges,
    presence: new Presence(sql, me, creditSilence),
    workspaces: new WorkspaceRouter(sql),
    clock: systemClock,
    mail: undefined,
    seal: makeSeal(makeSecret()),
    provider: undefined,
    webhooks: { ...standardTerms, targets: 'public' },
    publicUrl,
    previewHost: undefined,
    webDir: resolve('web/dist'),
    logLevel: 'error',
  });
  await app.ready();
  const organisationId = await insertOrganisation(sql, 'Bench');
  await fill(sql, challenges.get(slug)!, organisationId, candidates);
  const cookies = await signIn(app, sql, organisationId);
  let asked = 0;
  return {
    ...(await landmarks(sql, candidates)),
    ask: async (path) => {
      // No single address may ask this often.
      const remoteAddress = `10.0.${(asked >> 8) % 256}.${asked++ % 256}`;
      const began = performance.now();
      const { statusCode, body } = await app.inject({ url: path, cookies, remoteAddress });
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode} ${body}`);
      return performance.now() - began;
    },
    close: async () => {
      await app.close();
      await queue.stop();
      await sql.end();
    },
  };
}

type App = Awaited<ReturnType<typeof build>>;

async function signIn(app: App, sql: Sql, organisationId: string): Promise<Record<string, string>> {
  const person = { organisationId, email: 'mia@bench.invalid', name: 'Mia', roles: ['manager'] };
  const link = await makeSignInLink(sql, await insertPerson(sql, person), publicUrl, systemClock());
  const payload = { token: link.split('/').pop()! };
  const headers = { origin: publicUrl };
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload, headers });
  return Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));
}

/** Candidates a minute apart, all graded, each with a report of their own. */
async function fill(sql: Sql, challenge: Challenge, organisationId: string, count: number): Promise<void> {
  const versionId = await publishChallenge(sql, challenge);
  const [tree] = Object.values(challenge.references['strong']?.trees ?? challenge.starters);
  const snapshot = await saveSnapshot(sql, await saveTree(sql, tree!));
  await sql`
    insert into invite (organisation_id, challenge_version_id, candidate_name, email, token_hash, created_at, start_by)
    select ${organisationId}, ${versionId}, 'Candidate ' || n, 'candidate' || n || '@bench.invalid',
      sha256(n::text::bytea), now() - n * interval '1 minute', now() + interval '14 days'
    from generate_series(1, ${count}::int) n`;
  await sql`
    insert into attempt (invite_id, challenge_version_id, secret_hash, opened_at, runtime, started_at, deadline, ended_at)
    select id, challenge_version_id, token_hash, created_at, 'node', created_at, created_at, created_at from invite`;
  await sql`
    insert into submission (attempt_id, snapshot_hash, submitted_at, by_deadline)
    select id, ${snapshot}, ended_at, false from attempt`;
  await sql`
    insert into grading (submission_id, number, job_id, runner, seed, started_at, finished_at, outcome, counts, report)
    select id, 1, gen_random_uuid(), 'bench', 1, submitted_at, submitted_at, 'graded', true,
      jsonb_set(${sql.json(fullReport())}::jsonb, '{seed}', to_jsonb(row_number() over ()))
    from submission`;
  await sql`vacuum analyze`;
}

async function landmarks(sql: Sql, count: number): Promise<Pick<BenchPlatform, 'submissions' | 'middle'>> {
  const rows = await sql<{ id: string }[]>`select id from submission`;
  const [row] = await sql<{ middle: string }[]>`
    select (extract(epoch from created_at) * 1000000)::bigint || '.' || id as middle
    from invite order by created_at desc offset ${Math.floor(count / 2)} limit 1`;
  return { submissions: rows.map(({ id }) => id), middle: row!.middle };
}
