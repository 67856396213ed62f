import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit, type AuditEntry } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import type { Seal } from '../http/seal.ts';
import { serve, type Guard, type Handlers, type Person } from '../http/serve.ts';
import { faultOf, type Targets } from './address.ts';
import { webhookContract } from './contract.ts';
import { asWebhook, deliveriesOf } from './present.ts';
import {
  countWebhooks,
  deleteWebhook,
  findDelivery,
  findWebhook,
  insertTest,
  insertWebhook,
  listWebhooks,
  replaceSecret,
  restartDelivery,
  updateWebhook,
} from './store.ts';
import { makeWebhookSecret, maxWebhooks, oldSecretExpiry } from './webhook.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  seal: Seal;
  webhooks: { targets: Targets };
}

type Some = Partial<Handlers<typeof webhookContract>>;

export function webhookRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  serve(app, guard, webhookContract, { ...keeping(needs), ...traffic(needs) });
}

/** Where webhooks go, and with what. */
function keeping({ sql, clock, seal, webhooks: { targets } }: Needs) {
  return {
    'GET /api/webhooks': async ({ person }) => ({
      webhooks: (await listWebhooks(sql, person.organisationId)).map((row) => asWebhook(row, clock())),
    }),
    'POST /api/webhooks': async ({ person, body }) => {
      requireAddress(body.url, targets);
      const { organisationId } = person;
      const secret = makeWebhookSecret();
      const sealedSecret = await seal.close(secret);
      const row = await sql.begin(async (tx) => {
        if ((await countWebhooks(tx, organisationId)) >= maxWebhooks)
          throw new Problem(409, 'too-many-webhooks', `There are ${maxWebhooks} webhooks; remove one first`);
        const at = clock();
        const id = await insertWebhook(tx, { ...body, organisationId, sealedSecret, createdAt: at });
        await audit(tx, { ...by(person, at), action: 'webhook.made', subject: id, facts: factsOf(body) });
        return getWebhook(tx, person, id);
      });
      return { webhook: asWebhook(row, clock()), secret };
    },
    'PUT /api/webhooks/:webhookId': async ({ person, params, body }) => {
      requireAddress(body.url, targets);
      return sql.begin(async (tx) => {
        const at = clock();
        const { id } = await getWebhook(tx, person, params.webhookId);
        const { on, ...settings } = body;
        await updateWebhook(tx, id, settings, on ? null : at);
        const facts = { ...factsOf(body), on };
        await audit(tx, { ...by(person, at), action: 'webhook.changed', subject: id, facts });
        return asWebhook(await getWebhook(tx, person, id), at);
      });
    },
    'DELETE /api/webhooks/:webhookId': async ({ person, params }) => {
      await sql.begin(async (tx) => {
        const { id, url } = await getWebhook(tx, person, params.webhookId);
        await deleteWebhook(tx, id);
        await audit(tx, {
          ...by(person, clock()),
          action: 'webhook.removed',
          subject: id,
          facts: { url },
        });
      });
      return {};
    },
    'POST /api/webhooks/:webhookId/secret': async ({ person, params }) => {
      const secret = makeWebhookSecret();
      const sealed = await seal.close(secret);
      const row = await sql.begin(async (tx) => {
        const at = clock();
        const { id } = await getWebhook(tx, person, params.webhookId);
        await replaceSecret(tx, id, sealed, oldSecretExpiry(at));
        await audit(tx, { ...by(person, at), action: 'webhook.secret-changed', subject: id });
        return getWebhook(tx, person, id);
      });
      return { webhook: asWebhook(row, clock()), secret };
    },
  } satisfies Some;
}

/** What is sent. */
function traffic({ sql, clock }: Needs) {
  return {
    'POST /api/webhooks/:webhookId/test': async ({ person, params }) => {
      await sql.begin(async (tx) => {
        const at = clock();
        const { id, disabledAt } = await getWebhook(tx, person, params.webhookId);
        requireOn(disabledAt !== null);
        await insertTest(tx, person.organisationId, id, at);
        await audit(tx, { ...by(person, at), action: 'webhook.tested', subject: id });
      });
      return {};
    },
    'GET /api/webhooks/:webhookId/deliveries': async ({ person, params, query }) => {
      const { id } = await getWebhook(sql, person, params.webhookId);
      return deliveriesOf(sql, id, query.before);
    },
    'POST /api/deliveries/:deliveryId/again': async ({ person, params }) => {
      await sql.begin(async (tx) => {
        const at = clock();
        const delivery = await findDelivery(tx, person.organisationId, params.deliveryId);
        if (!delivery) throw new Problem(404, 'unknown-delivery', 'There is no such delivery');
        requireOn(delivery.off);
        await restartDelivery(tx, delivery.id, at);
        const facts = { delivery: delivery.id };
        await audit(tx, {
          ...by(person, at),
          action: 'webhook.sent-again',
          subject: delivery.webhookId,
          facts,
        });
      });
      return {};
    },
  } satisfies Some;
}

async function getWebhook(db: Db, { organisationId }: Person, id: string) {
  const row = await findWebhook(db, organisationId, id);
  if (!row) throw new Problem(404, 'unknown-webhook', 'There is no such webhook');
  return row;
}

function requireAddress(url: string, targets: Targets): void {
  const fault = faultOf(url, targets);
  if (fault) throw new Problem(400, 'bad-address', fault);
}

function requireOn(off: boolean): void {
  if (off) throw new Problem(409, 'webhook-off', 'This webhook is off. Switch it on first');
}

function by(person: Person, at: Date): Pick<AuditEntry, 'at' | 'organisationId' | 'personId'> {
  return { at, organisationId: person.organisationId, personId: person.id };
}

function factsOf({ url, events, withScores }: { url: string; events: string[]; withScores: boolean }) {
  return { url, events: events.join(' '), withScores };
}
