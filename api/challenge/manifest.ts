// What challenge.yaml may hold. challenges/schema.json is this schema, for editors.
import Type, { type Static } from 'typebox';
import { Drill } from './drill.ts';
import { Example } from './example.ts';
import { ReviewItem } from './review-item.ts';

const Name = '^[a-z][a-z0-9-]{0,39}$';
const named = <T extends Type.TSchema>(value: T, description: string) =>
  Type.Record(Type.String({ pattern: Name }), value, {
    additionalProperties: false,
    minProperties: 1,
    description,
  });
const closed = { additionalProperties: false };

const Category = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    weight: Type.Number({ exclusiveMinimum: 0, maximum: 100, description: 'Share of the correctness score' }),
    mustFix: Type.Optional(Type.Boolean({ description: 'Failing one of its checks caps the band' })),
    dimension: Type.Optional(
      Type.Enum(['correctness', 'resilience', 'integrity'], {
        description:
          'What its checks speak for, correctness when absent; integrity is data integrity and security',
      }),
    ),
    inBrief: Type.Optional(
      Type.String({ minLength: 3, maxLength: 200, description: 'The words by which the brief tells of it' }),
    ),
  },
  closed,
);

const Reasons = (description: string) =>
  Type.Optional(
    Type.Array(Type.String({ pattern: '^((checks|rules|drills)(/[a-z][a-z0-9-]{0,79})?|performance)$' }), {
      minItems: 1,
      uniqueItems: true,
      description,
    }),
  );

const Reference = Type.Object(
  {
    bands: Type.Array(Type.Enum(['below', 'meets', 'solid', 'strong']), {
      minItems: 1,
      uniqueItems: true,
      description: 'Bands the reference may land in',
    }),
    role: Type.Optional(
      Type.Enum(['slow', 'wrong', 'cheat'], { description: 'The kind of fault that is planted in it' }),
    ),
    fails: Reasons(
      'What surely fails in it: checks/<category>, rules/<rule>, drills/<drill>, performance; checks means any check. Nothing, when absent',
    ),
    perhaps: Reasons('What may fail in it besides, by the same names'),
  },
  closed,
);

/** What challenge.yaml holds. Its JSON Schema is written out as challenges/schema.json. */
export const Manifest = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 80 }),
    summary: Type.String({ minLength: 1, maxLength: 200, description: 'One sentence for lists' }),
    kind: Type.Enum(['fix', 'build']),
    minutes: Type.Integer({ minimum: 5, maximum: 480 }),
    port: Type.Integer({ minimum: 1024, maximum: 65535, description: 'Where the service listens' }),
    ready: Type.String({
      pattern: '^/[^\\s]*$',
      description: 'Path that answers below 500 once the service is up',
    }),
    env: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' }), Type.String(), {
        ...closed,
        description: "Environment of the candidate's service; never a secret",
      }),
    ),
    runtimes: Type.Array(Type.String({ pattern: Name }), {
      minItems: 1,
      uniqueItems: true,
      description: 'Languages a candidate may choose from, in this order; each has its starter/<runtime>/',
    }),
    services: Type.Optional(
      Type.Array(Type.Enum(['postgres', 'redis']), {
        uniqueItems: true,
        description: 'Each has its seed in services/<name>/',
      }),
    ),
    goal: Type.Object(
      {
        ms: Type.Number({
          exclusiveMinimum: 0,
          maximum: 60_000,
          description: '95 % of answers come within this',
        }),
        errorRate: Type.Number({
          minimum: 0,
          maximum: 1,
          description: 'At most this share is failed or wrong',
        }),
        rps: Type.Number({
          exclusiveMinimum: 0,
          maximum: 100_000,
          description: 'Requests per second the brief asks for',
        }),
      },
      closed,
    ),
    examples: Type.Optional(
      Type.Array(Example, { maxItems: 12, description: 'Requests that a candidate may begin with' }),
    ),
    categories: named(Category, 'Categories of checks'),
    drills: Type.Optional(
      Type.Array(Drill, {
        maxItems: 12,
        description: 'Faults on purpose while the service is under load, in this order',
      }),
    ),
    review: Type.Optional(
      Type.Array(ReviewItem, {
        minItems: 1,
        maxItems: 20,
        description: 'What people who read the code answer with true or false; never scored',
      }),
    ),
    references: named(Reference, 'Solutions of the author, in references/<name>/'),
    duet: Type.String({ description: 'The reference every grading runs beside the candidate' }),
    canary: Type.String({ minLength: 16, maxLength: 100, description: 'Stands in every hidden file' }),
  },
  { ...closed, $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'A challenge of Proofload' },
);
export type Manifest = Static<typeof Manifest>;
