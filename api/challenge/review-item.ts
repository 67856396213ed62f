import Type, { type Static } from 'typebox';

/** What people who read a candidate's code answer with true or false. */
export const ReviewItem = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    statement: Type.String({
      minLength: 10,
      maxLength: 200,
      description: 'About the code; one who reads the changes can say whether it is true',
    }),
    good: Type.Boolean({ description: 'The answer one hopes for' }),
    why: Type.String({ minLength: 10, maxLength: 300, description: 'Why it matters' }),
  },
  { additionalProperties: false },
);
export type ReviewItem = Static<typeof ReviewItem>;
