import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { getTree } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { changesBetween } from '../scorecard/scorecard.ts';
import { findScorecard } from '../scorecard/store.ts';
import { shareContract } from './contract.ts';
import { defaultDays, expiryOf, mostLinks, shareLink, shareOf } from './share.ts';
import { sharedOf } from './shared.ts';
import { findShareable, insertShare, listShares, openShare, revokeShare } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  publicUrl: string;
}

export function shareRoutes(app: FastifyInstance, guard: Guard, { sql, clock, publicUrl }: Needs): void {
  serve(app, guard, shareContract, {
    'GET /api/submissions/:submissionId/shares': async ({ person, params }) => {
      await getShareable(sql, person, params.submissionId);
      return (await listShares(sql, params.submissionId)).map((row) => shareOf(row, clock()));
    },
    'POST /api/shares': async ({ person, body }) => {
      const { submissionId, days = defaultDays, showsName = false, showsSource = false } = body;
      const now = clock();
      const token = makeSecret();
      const share = await sql.begin(async (tx) => {
        const { graded, inviteId } = await getShareable(tx, person, submissionId);
        if (!graded) throw new Problem(409, 'not-graded', 'The grading is not finished yet');
        if ((await listShares(tx, submissionId)).length >= mostLinks)
          throw new Problem(409, 'too-many-links', `A scorecard has at most ${mostLinks} links`);
        const shows = { showsName, showsSource };
        const times = { createdAt: now, expiresAt: expiryOf(now, days) };
        const secret = { tokenHash: hashSecret(token), createdBy: person.id };
        const row = await insertShare(tx, { submissionId, ...secret, ...times, ...shows });
        const facts = { submissionId, days, ...shows };
        await record(tx, person, 'share.created', { at: now, subject: row.id, inviteId, facts });
        return row;
      });
      return { share: shareOf(share, now), link: shareLink(publicUrl, token) };
    },
    'DELETE /api/shares/:shareId': async ({ person, params }) => {
      const now = clock();
      return sql.begin(async (tx) => {
        const found = await revokeShare(tx, person.organisationId, params.shareId, now);
        if (!found) throw unknown();
        const { share, inviteId, ended } = found;
        if (ended) await record(tx, person, 'share.revoked', { at: now, subject: share.id, inviteId });
        return shareOf(share, now);
      });
    },
    'POST /api/shares/open': async ({ body, reply }) => {
      const share = await openShare(sql, hashSecret(body.token), clock());
      const row = share && (await findScorecard(sql, share.organisationId, share.submissionId));
      if (!share || !row?.report) throw unknown();
      const { report, starterHash, snapshotHash } = row;
      const trees = await Promise.all([getTree(sql, starterHash), getTree(sql, snapshotHash)]);
      void reply.header('cache-control', 'no-store');
      const shown = sharedOf({ ...row, report }, changesBetween(...trees), share);
      return { expiresAt: share.expiresAt.toISOString(), ...shown };
    },
  });
}

/** One answer for a link that never was, one whose time is over and one that was called back. */
function unknown(): Problem {
  return new Problem(404, 'unknown-share', 'This link does not work, or no longer works');
}

async function getShareable(db: Db, { organisationId }: Person, submissionId: string) {
  const found = await findShareable(db, organisationId, submissionId);
  if (!found) throw new Problem(404, 'unknown-submission', 'There is no such submission');
  return found;
}

type Act = Pick<Parameters<typeof audit>[1], 'at' | 'subject' | 'inviteId' | 'facts'>;

async function record(tx: Db, person: Person, action: string, act: Act): Promise<void> {
  await audit(tx, { ...act, action, organisationId: person.organisationId, personId: person.id });
}
