// What a receiver gets, and how the OpenAPI document describes it.
import Type, { type Static } from 'typebox';
import { eventTypes } from '../db/outbox.ts';

const Id = (of: string) => Type.Union([Type.String(), Type.Null()], { description: of });

export const EventBody = Type.Object({
  type: Type.Enum([...eventTypes, 'webhook.test']),
  timestamp: Type.String({ description: 'ISO 8601; when it happened' }),
  data: Type.Object({
    inviteId: Id('Null in a test, like the other ids'),
    attemptId: Id('The candidate’s work'),
    submissionId: Id('Null until work is handed in'),
    state: Type.Enum(['opened', 'started', 'submitted', 'graded', 'withdrawn', 'test']),
    outcome: Type.Optional(
      Type.String({ description: 'With grading.finished: graded, candidate_failure or our_failure' }),
    ),
    band: Type.Optional(
      Type.String({ description: 'Where scores are sent and it was graded: below, meets, solid or strong' }),
    ),
    dimensions: Type.Optional(
      Type.Array(Type.Object({ name: Type.String(), value: Type.Number(), band: Type.String() }), {
        description: 'Where scores are sent; 0 to 100 each',
      }),
    ),
    url: Type.String({ description: 'The page to look at' }),
  }),
});
export type EventBody = Static<typeof EventBody>;

const header = (name: string, description: string) => ({
  name,
  in: 'header' as const,
  required: true,
  description,
  schema: { type: 'string' as const },
});

/** The part of the OpenAPI document that tells of webhooks. */
export const webhookDocument = Object.fromEntries(
  eventTypes.map((type) => [
    type,
    {
      post: {
        operationId: `on${type.replace(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
        tags: ['events'],
        description:
          'Sent to each webhook that asks for it, as the Standard Webhooks specification describes.',
        security: [],
        parameters: [
          header('webhook-id', 'The same for every try of the same event'),
          header('webhook-timestamp', 'Seconds since 1970, of this try'),
          header('webhook-signature', 'v1 signatures, parted by spaces: one for each secret'),
        ],
        requestBody: { required: true, content: { 'application/json': { schema: EventBody } } },
        responses: { 200: { description: 'Any 2xx says that it has arrived; anything else is tried again' } },
      },
    },
  ]),
);
