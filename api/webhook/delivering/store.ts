import type { Db } from '../../db/connect.ts';
import type { EventFacts } from '../webhook.ts';
import type { Sent } from '../send.ts';

const perRound = 100;

/** Turns what was announced into one delivery for each webhook that asks for it, due at once. */
export async function spreadEvents(tx: Db, now: Date): Promise<void> {
  await tx`
    with event as (
      update webhook_event set spread_at = ${now}
      where id in (
        select id from webhook_event where spread_at is null limit ${perRound} for update skip locked)
      returning id, organisation_id, type)
    insert into webhook_delivery (event_id, webhook_id, next_at)
    select event.id, webhook.id, ${now}::timestamptz
    from event join webhook on webhook.organisation_id = event.organisation_id
    where type = any (events) and disabled_at is null`;
}

/** Gives every delivery that is due to a job of its own. @returns the jobs, which have to be queued in the same transaction */
export async function takeDue(tx: Db, now: Date) {
  return tx<{ deliveryId: string; webhookId: string; jobId: string }[]>`
    update webhook_delivery set next_at = null, job_id = gen_random_uuid()
    where id in (
      select id from webhook_delivery where next_at <= ${now} order by next_at limit ${perRound}
      for update skip locked)
    returning id::text as delivery_id, webhook_id, job_id`;
}

export interface Due extends EventFacts {
  deliveryId: string;
  webhookId: string;
  organisationId: string;
  url: string;
  withScores: boolean;
  sealedSecret: string;
  oldSealedSecret: string | null;
  oldSecretUntil: Date | null;
  off: boolean;
  tries: number;
}

/** @returns undefined when the delivery is no longer this job's, or no longer there */
export async function findDue(db: Db, deliveryId: string, jobId: string): Promise<Due | undefined> {
  const [row] = await db<Due[]>`
    select webhook_delivery.id::text as delivery_id, webhook_id, webhook.organisation_id, url, with_scores,
      sealed_secret, old_sealed_secret, old_secret_until, disabled_at is not null as off, tries,
      event_id, type, at, invite_id, attempt_id, submission_id, result
    from webhook_delivery
    join webhook on webhook.id = webhook_id
    join webhook_event on webhook_event.id = event_id
    where webhook_delivery.id = ${deliveryId} and job_id = ${jobId}`;
  return row;
}

export async function insertAttempt(tx: Db, deliveryId: string, at: Date, sent: Sent): Promise<void> {
  const { status, ms, answer, problem } = sent;
  await tx`
    insert into webhook_attempt (delivery_id, at, status, ms, answer, problem)
    select id, ${at}::timestamptz, ${status}::int, ${ms}::int, ${answer}::text, ${problem}::text
    from webhook_delivery where id = ${deliveryId}`;
}

interface Outcome {
  tries: number;
  nextAt: Date | null;
  deliveredAt: Date | null;
  gaveUpAt: Date | null;
}

/** Records what became of a delivery, unless somebody has begun it anew meanwhile. */
export async function settle(tx: Db, deliveryId: string, jobId: string, outcome: Outcome): Promise<void> {
  const { tries, nextAt, deliveredAt, gaveUpAt } = outcome;
  await tx`
    update webhook_delivery
    set job_id = null, tries = ${tries}, next_at = ${nextAt}, delivered_at = ${deliveredAt}, gave_up_at = ${gaveUpAt}
    where id = ${deliveryId} and job_id = ${jobId}`;
}

export async function markWorking(tx: Db, webhookId: string): Promise<void> {
  await tx`update webhook set failing_since = null where id = ${webhookId} and failing_since is not null`;
}

/** @returns since when nothing has come through; undefined when the webhook is gone, or off */
export async function markFailing(tx: Db, webhookId: string, now: Date): Promise<Date | undefined> {
  const [row] = await tx<{ failingSince: Date }[]>`
    update webhook set failing_since = coalesce(failing_since, ${now})
    where id = ${webhookId} and disabled_at is null returning failing_since`;
  return row?.failingSince;
}

export async function switchOff(tx: Db, webhookId: string, reason: string, now: Date): Promise<void> {
  await tx`update webhook set disabled_at = ${now}, disabled_reason = ${reason} where id = ${webhookId}`;
}
