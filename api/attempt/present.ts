import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { runtimesOf, totalMinutes } from '../invite/invite.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { actionsOf, attemptState } from './attempt.ts';
import type { Attempt, Terms } from './contract.ts';
import { wake } from './open.ts';
import { getAttempt, listOutages, type AttemptRow } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  workspaces: Workspaces;
}

/** @returns an attempt as its candidate sees it. @throws Problem 404 unknown-attempt */
export async function present({ sql, clock, workspaces }: Needs, attemptId: string): Promise<Attempt> {
  const row = await getAttempt(sql, attemptId);
  const state = attemptState(row);
  const workspace = await (state === 'running'
    ? wake({ sql, workspaces }, attemptId)
    : workspaces.state(attemptId));
  const outages = await listOutages(sql, attemptId);
  const { summary } = row.facts;
  return {
    id: row.id,
    state,
    actions: actionsOf(row),
    challenge: { ...summary, runtimes: runtimesOf(summary.runtimes, row.runtimes) },
    brief: row.facts.brief,
    runtime: row.runtime,
    startedAt: row.startedAt?.toISOString() ?? null,
    deadline: row.deadline?.toISOString() ?? null,
    now: clock().toISOString(),
    workspace,
    clockStands: row.clockStands,
    outages: outages.map(({ beganAt, endedAt, reason }) => ({
      beganAt: beganAt.toISOString(),
      endedAt: endedAt.toISOString(),
      reason,
    })),
    terms: termsOf(row),
    practiceOf: row.practiceOf,
    followUp: row.followUp,
    submissionId: row.submissionId,
  };
}

function termsOf(row: AttemptRow): Terms {
  const { signedName: name, signedAt, accommodation, aiRule, sharesResult, disclosure } = row;
  const { organisation, anonymiseAfterDays, deleteAfterDays } = row;
  const minutes = totalMinutes(row.facts.summary.minutes, row.extraTime);
  return {
    minutes,
    extraMinutes: minutes - row.facts.summary.minutes,
    aiRule,
    signature: name === null || !signedAt ? null : { name, at: signedAt.toISOString() },
    accommodation,
    sharesResult,
    disclosure,
    organisation,
    retention: { anonymiseAfterDays, deleteAfterDays },
  };
}
