import type { Db } from '../db/connect.ts';
import type { Delivery, Webhook } from './contract.ts';
import { listAttempts, listDeliveries, type AttemptRow, type DeliveryRow, type WebhookRow } from './store.ts';
import { deliveryState, webhookIdOf, webhookState } from './webhook.ts';

const pageSize = 25;

/** @param before id of the delivery that the page before this one ended with */
export async function deliveriesOf(db: Db, webhookId: string, before: string | undefined) {
  const rows = await listDeliveries(db, webhookId, before, pageSize + 1);
  const page = rows.slice(0, pageSize);
  const attempts = Map.groupBy(
    await listAttempts(
      db,
      page.map(({ id }) => id),
    ),
    ({ deliveryId }) => deliveryId,
  );
  return {
    deliveries: page.map((row) => asDelivery(row, attempts.get(row.id) ?? [])),
    next: rows.length > pageSize ? page.at(-1)!.id : null,
  };
}

function asDelivery(row: DeliveryRow, attempts: AttemptRow[]): Delivery {
  const { id, eventId, type, at, nextAt } = row;
  return {
    id,
    webhookId: webhookIdOf(eventId),
    type,
    at: at.toISOString(),
    state: deliveryState(row),
    nextAt: nextAt?.toISOString() ?? null,
    attempts: attempts.map(({ at: triedAt, status, ms, answer, problem }) => ({
      at: triedAt.toISOString(),
      status,
      ms,
      answer,
      problem,
    })),
  };
}

export function asWebhook(row: WebhookRow, now: Date): Webhook {
  const { id, url, events, withScores, disabledReason: offBecause, oldSecretUntil: old } = row;
  return {
    id,
    url,
    events,
    withScores,
    state: webhookState(row),
    offBecause,
    failingSince: row.failingSince?.toISOString() ?? null,
    oldSecretUntil: old && old > now ? old.toISOString() : null,
    createdAt: row.createdAt.toISOString(),
  };
}
