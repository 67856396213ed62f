import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may, type Scope, scopes } from '../http/roles.ts';

const TokenScope = Type.Enum(Object.keys(scopes) as [Scope, ...Scope[]]);

export const ApiToken = Type.Object({
  id: Type.String(),
  name: Type.String(),
  shown: Type.String({ description: 'How the token begins' }),
  scopes: Type.Array(TokenScope),
  state: Type.Enum(['works', 'expired', 'revoked']),
  createdBy: Type.String(),
  createdAt: Type.String({ description: 'ISO 8601' }),
  expiresAt: Type.String({ description: 'ISO 8601' }),
  lastUsedAt: Type.Union([Type.String(), Type.Null()], { description: 'To the minute' }),
});
export type ApiToken = Static<typeof ApiToken>;

export const tokenContract = {
  'GET /api/tokens': {
    who: may.integrate,
    response: Type.Object({
      scopes: Type.Array(Type.Object({ scope: TokenScope, what: Type.String() }), {
        description: 'Those there are, in plain words',
      }),
      tokens: Type.Array(ApiToken, { description: 'The newest first; those that work no more for 30 days' }),
    }),
  },
  'POST /api/tokens': {
    who: may.integrate,
    body: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 100, description: 'What it is for' }),
      scopes: Type.Array(TokenScope, { minItems: 1, uniqueItems: true }),
      days: Type.Integer({ minimum: 1, maximum: 366, description: 'How long it works' }),
    }),
    status: 201,
    response: Type.Object({ token: ApiToken, secret: Type.String({ description: 'Told only now' }) }),
  },
  'DELETE /api/tokens/:tokenId': { who: may.integrate, response: Type.Object({}) },
} as const satisfies Contract;
