import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

export const Me = Type.Object({
  name: Type.String(),
  email: Type.String(),
  organisation: Type.String(),
  roles: Type.Array(Type.String()),
});
export type Me = Static<typeof Me>;

export const personContract = {
  'POST /api/session': {
    who: 'anyone',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    response: Me,
  },
  'GET /api/session': { who: may.useOwnAccount, response: Me },
  'DELETE /api/session': { who: may.useOwnAccount, response: Type.Object({}) },
} as const satisfies Contract;
