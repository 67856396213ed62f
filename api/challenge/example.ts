import Type, { type Static } from 'typebox';

/** A request of the author's that a candidate may begin with. */
export const Example = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: Type.String({ pattern: '^/', maxLength: 500 }),
    headers: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 500 }))),
    body: Type.Optional(Type.String({ maxLength: 5_000 })),
  },
  { additionalProperties: false },
);
export type Example = Static<typeof Example>;
