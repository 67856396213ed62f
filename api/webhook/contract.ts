import Type, { type Static } from 'typebox';
import { eventTypes } from '../db/outbox.ts';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

const Nullable = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

const WebhookEvent = Type.Enum([...eventTypes]);

export const Webhook = Type.Object({
  id: Type.String(),
  url: Type.String(),
  events: Type.Array(WebhookEvent),
  withScores: Type.Boolean(),
  state: Type.Enum(['works', 'failing', 'off']),
  offBecause: Nullable(
    Type.Enum(['person', 'failing', 'gone']),
    'Somebody switched it off; it failed for days; it answered 410 Gone',
  ),
  failingSince: Nullable(Type.String(), 'ISO 8601; nothing has arrived since'),
  oldSecretUntil: Nullable(Type.String(), 'ISO 8601; the secret before this one signs too until then'),
  createdAt: Type.String({ description: 'ISO 8601' }),
});
export type Webhook = Static<typeof Webhook>;

export const Delivery = Type.Object({
  id: Type.String(),
  webhookId: Type.String({ description: 'The webhook-id header, the same for every try' }),
  type: Type.String(),
  at: Type.String({ description: 'ISO 8601; when the event happened' }),
  state: Type.Enum(['waiting', 'retrying', 'delivered', 'failed']),
  nextAt: Nullable(Type.String(), 'ISO 8601; when it is tried next'),
  attempts: Type.Array(
    Type.Object({
      at: Type.String({ description: 'ISO 8601' }),
      status: Nullable(Type.Integer(), 'HTTP status; null without an answer'),
      ms: Type.Integer(),
      answer: Type.String({ description: 'The first kilobyte of it' }),
      problem: Nullable(Type.String(), 'Why there was no answer'),
    }),
    { description: 'The latest first' },
  ),
});
export type Delivery = Static<typeof Delivery>;

const settings = {
  url: Type.String({ minLength: 1, maxLength: 2000 }),
  events: Type.Array(WebhookEvent, { minItems: 1, uniqueItems: true }),
  withScores: Type.Boolean({ description: 'Whether grading.finished tells the band and the dimensions' }),
};
const Secret = Type.String({ description: 'Told only now: whsec_ and the key in base64' });

export const webhookContract = {
  'GET /api/webhooks': { who: may.integrate, response: Type.Object({ webhooks: Type.Array(Webhook) }) },
  'POST /api/webhooks': {
    who: may.integrate,
    body: Type.Object(settings),
    status: 201,
    response: Type.Object({ webhook: Webhook, secret: Secret }),
  },
  'PUT /api/webhooks/:webhookId': {
    who: may.integrate,
    body: Type.Object({ ...settings, on: Type.Boolean({ description: 'Switches it on or off' }) }),
    response: Webhook,
  },
  'DELETE /api/webhooks/:webhookId': { who: may.integrate, response: Type.Object({}) },
  'POST /api/webhooks/:webhookId/secret': {
    who: may.integrate,
    response: Type.Object({ webhook: Webhook, secret: Secret }),
  },
  'POST /api/webhooks/:webhookId/test': { who: may.integrate, status: 202, response: Type.Object({}) },
  'GET /api/webhooks/:webhookId/deliveries': {
    who: may.integrate,
    query: Type.Object({
      before: Type.Optional(
        Type.String({ pattern: '^\\d{1,18}$', description: 'Only those before this one, as `next` says' }),
      ),
    }),
    response: Type.Object({
      deliveries: Type.Array(Delivery, { description: 'Of the last 30 days, the newest first' }),
      next: Nullable(Type.String(), 'There are more before this one'),
    }),
  },
  'POST /api/deliveries/:deliveryId/again': { who: may.integrate, status: 202, response: Type.Object({}) },
} as const satisfies Contract;
