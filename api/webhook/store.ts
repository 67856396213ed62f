import type { Db } from '../db/connect.ts';
import type { EventType } from '../db/outbox.ts';
import { asId } from '../db/id.ts';
import type { Webhook } from './contract.ts';
import { logDays, secretPrefix, testEvent } from './webhook.ts';

export interface WebhookRow {
  id: string;
  url: string;
  events: EventType[];
  withScores: boolean;
  oldSecretUntil: Date | null;
  createdAt: Date;
  failingSince: Date | null;
  disabledAt: Date | null;
  disabledReason: Webhook['offBecause'];
}

export interface Settings {
  url: string;
  events: EventType[];
  withScores: boolean;
}

function select(db: Db) {
  return db`
    select id, url, events, with_scores, old_secret_until, created_at, failing_since, disabled_at, disabled_reason
    from webhook`;
}

export async function listWebhooks(db: Db, organisationId: string): Promise<WebhookRow[]> {
  return db<WebhookRow[]>`
    ${select(db)} where organisation_id = ${organisationId} order by created_at, id`;
}

/** @returns undefined when the organisation has no such webhook */
export async function findWebhook(
  db: Db,
  organisationId: string,
  webhookId: string,
): Promise<WebhookRow | undefined> {
  const [row] = await db<WebhookRow[]>`
    ${select(db)} where id = ${asId(webhookId)} and organisation_id = ${organisationId}`;
  return row;
}

/** How many webhooks an organisation has; until the transaction ends nobody else makes one for it. */
export async function countWebhooks(tx: Db, organisationId: string): Promise<number> {
  await tx`select 1 from organisation where id = ${organisationId} for update`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from webhook where organisation_id = ${organisationId}`;
  return row!.count;
}

export async function insertWebhook(
  tx: Db,
  webhook: Settings & { organisationId: string; sealedSecret: string; createdAt: Date },
): Promise<string> {
  const [row] = await tx<{ id: string }[]>`insert into webhook ${tx(webhook)} returning id`;
  return row!.id;
}

/** @param off since when it is switched off by a person; null for one that is on, whose failures are forgotten */
export async function updateWebhook(tx: Db, id: string, settings: Settings, off: Date | null): Promise<void> {
  const { url, events, withScores } = settings;
  await tx`
    update webhook set url = ${url}, events = ${events}, with_scores = ${withScores},
      disabled_reason = case when ${off}::timestamptz is null then null else coalesce(disabled_reason, 'person') end,
      disabled_at = case when ${off}::timestamptz is null then null else coalesce(disabled_at, ${off}) end,
      failing_since = case when ${off}::timestamptz is null and disabled_at is not null then null else failing_since end
    where id = ${id}`;
}

export async function deleteWebhook(tx: Db, id: string): Promise<void> {
  await tx`delete from webhook where id = ${id}`;
}

/** Puts a new secret in the place of the present one, which goes on signing until `oldUntil`. */
export async function replaceSecret(tx: Db, id: string, sealed: string, oldUntil: Date): Promise<void> {
  await tx`
    update webhook set old_sealed_secret = sealed_secret, old_secret_until = ${oldUntil}, sealed_secret = ${sealed}
    where id = ${id}`;
}

/** @returns the webhooks whose secrets were stored before secrets were sealed; until the transaction ends they wait */
export async function listReadable(tx: Db) {
  return tx<{ id: string; secret: string; oldSecret: string | null }[]>`
    select id, sealed_secret as secret, old_sealed_secret as old_secret from webhook
    where starts_with(sealed_secret, ${secretPrefix}) for update`;
}

export async function sealSecret(
  tx: Db,
  id: string,
  sealed: string,
  oldSealed: string | null,
): Promise<void> {
  await tx`
    update webhook set sealed_secret = ${sealed}, old_sealed_secret = ${oldSealed} where id = ${id}`;
}

/** Puts a test on its way to one webhook alone. */
export async function insertTest(
  tx: Db,
  organisationId: string,
  webhookId: string,
  now: Date,
): Promise<void> {
  await tx`
    with event as (
      insert into webhook_event (organisation_id, type, at, spread_at)
      values (${organisationId}, ${testEvent}, ${now}, ${now}) returning id)
    insert into webhook_delivery (event_id, webhook_id, next_at)
    select id, ${webhookId}::uuid, ${now}::timestamptz from event`;
}

export interface DeliveryRow {
  id: string;
  eventId: string;
  type: string;
  at: Date;
  tries: number;
  nextAt: Date | null;
  deliveredAt: Date | null;
  gaveUpAt: Date | null;
}

/** @param before id of a delivery, or undefined to begin with the newest */
export async function listDeliveries(
  db: Db,
  webhookId: string,
  before: string | undefined,
  limit: number,
): Promise<DeliveryRow[]> {
  return db<DeliveryRow[]>`
    select webhook_delivery.id::text as id, event_id, type, at, tries, next_at, delivered_at, gave_up_at
    from webhook_delivery join webhook_event on webhook_event.id = event_id
    where webhook_id = ${webhookId} and webhook_delivery.id < coalesce(${before ?? null}::bigint, 9223372036854775807)
    order by webhook_delivery.id desc limit ${limit}`;
}

export interface AttemptRow {
  deliveryId: string;
  at: Date;
  status: number | null;
  ms: number;
  answer: string;
  problem: string | null;
}

/** @returns the tries of some deliveries, the latest first */
export async function listAttempts(db: Db, deliveryIds: string[]): Promise<AttemptRow[]> {
  return db<AttemptRow[]>`
    select delivery_id::text as delivery_id, at, status, ms, answer, problem from webhook_attempt
    where delivery_id = any (${deliveryIds}::bigint[]) order by id desc`;
}

/** Finds a delivery and whether its webhook is off. @returns undefined when the organisation has none such */
export async function findDelivery(tx: Db, organisationId: string, deliveryId: string) {
  const [row] = await tx<{ id: string; webhookId: string; off: boolean }[]>`
    select webhook_delivery.id::text as id, webhook_id, disabled_at is not null as off
    from webhook_delivery join webhook on webhook.id = webhook_id
    where webhook_delivery.id::text = ${deliveryId} and organisation_id = ${organisationId}`;
  return row;
}

/** Begins a delivery anew. What a try that is under way brings is only noted. */
export async function restartDelivery(tx: Db, id: string, now: Date): Promise<void> {
  await tx`
    update webhook_delivery
    set tries = 0, next_at = ${now}, job_id = null, delivered_at = null, gave_up_at = null
    where id = ${id}`;
}

/** Forgets what the log keeps no longer. */
export async function dropOldEvents(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - logDays * 86_400_000);
  await db`delete from webhook_event where at < ${before}`;
}
