import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may, roles } from '../http/roles.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Moment = Type.String({ description: 'ISO 8601' });
const Nothing = Type.Object({});

export const Role = Type.Enum(roles);
export type Role = Static<typeof Role>;
const Roles = Type.Array(Role, { minItems: 1, uniqueItems: true });
const Email = Type.String({ maxLength: 254, pattern: '^\\s*[^\\s@]+@[^\\s@]+\\s*$' });

export const Me = Type.Object({
  name: Type.String(),
  email: Type.String(),
  organisation: Type.String(),
  roles: Type.Array(Type.String()),
});
export type Me = Static<typeof Me>;

export const signInContract = {
  'GET /api/sign-in': {
    who: 'anyone',
    response: Type.Object({
      provider: Nullable(Type.String({ description: 'What the accounts of the company are called here' })),
      mail: Type.Boolean({ description: 'Whether a link can be asked for by e-mail' }),
    }),
  },
  'POST /api/sign-in/link': {
    who: 'anyone',
    body: Type.Object({ email: Email }),
    status: 202,
    response: Nothing,
  },
  'POST /api/session': {
    who: 'anyone',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    response: Me,
  },
  'POST /api/session/password': {
    who: 'anyone',
    body: Type.Object({
      email: Email,
      password: Type.String({ maxLength: 200 }),
      code: Type.String({ maxLength: 40, description: 'Of the authenticator, or a recovery code' }),
    }),
    response: Me,
  },
  'POST /api/session/provider': {
    who: 'anyone',
    response: Type.Object({ url: Type.String({ description: 'Where the provider asks who it is' }) }),
  },
  'POST /api/session/provider/answer': {
    who: 'anyone',
    body: Type.Object({ code: Type.String({ maxLength: 4000 }), state: Type.String({ maxLength: 200 }) }),
    response: Me,
  },
  'GET /api/session': { who: may.useOwnAccount, response: Me },
  'DELETE /api/session': { who: may.useOwnAccount, response: Nothing },
} as const satisfies Contract;

export const Account = Type.Object({
  name: Type.String(),
  email: Type.String(),
  password: Nullable(Type.Object({ setAt: Moment, recoveryCodesLeft: Type.Integer() })),
  fresh: Type.Boolean({ description: 'Whether the session began so lately that it may change the password' }),
});
export type Account = Static<typeof Account>;

export const Session = Type.Object({
  id: Type.String(),
  via: Type.Enum(['link', 'password', 'oidc']),
  address: Type.String({ description: 'The network address it began from' }),
  agent: Type.String({ description: 'What the browser called itself' }),
  createdAt: Moment,
  seenAt: Moment,
  current: Type.Boolean(),
});
export type Session = Static<typeof Session>;

const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) });

export const accountContract = {
  'GET /api/account': { who: may.useOwnAccount, response: Account },
  'POST /api/account/authenticator': {
    who: may.useOwnAccount,
    response: Type.Object({
      key: Type.String({ description: 'Base32; kept nowhere until it comes back with a code' }),
      url: Type.String({ description: 'The same for an authenticator to open' }),
    }),
  },
  'PUT /api/account/password': {
    who: may.useOwnAccount,
    body: Type.Object({
      password: Type.String({ minLength: 12, maxLength: 200 }),
      key: Type.String({ pattern: '^[A-Z2-7]{32}$' }),
      code: Type.String({ maxLength: 40 }),
    }),
    response: RecoveryCodes,
  },
  'DELETE /api/account/password': { who: may.useOwnAccount, response: Nothing },
  'POST /api/account/recovery-codes': { who: may.useOwnAccount, response: RecoveryCodes },
  'GET /api/account/sessions': { who: may.useOwnAccount, response: Type.Array(Session) },
  'DELETE /api/account/sessions/:sessionId': { who: may.useOwnAccount, response: Nothing },
  'DELETE /api/account/other-sessions': {
    who: may.useOwnAccount,
    response: Type.Object({ ended: Type.Integer() }),
  },
} as const satisfies Contract;

export const Person = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  roles: Type.Array(Role),
  signedInAt: Nullable(Moment),
  hasPassword: Type.Boolean(),
  you: Type.Boolean(),
  lastAdmin: Type.Boolean({ description: 'Nobody else could manage people: stays, and stays admin' }),
});
export type Person = Static<typeof Person>;

const Link = Type.Object({ link: Type.String(), expiresAt: Moment });

export const peopleContract = {
  'GET /api/people': {
    who: may.managePeople,
    query: Type.Object({
      after: Type.Optional(Type.String({ maxLength: 100, description: 'The id of the last one known' })),
    }),
    response: Type.Object({ people: Type.Array(Person), more: Type.Boolean() }),
  },
  'POST /api/people': {
    who: may.managePeople,
    body: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
      email: Email,
      roles: Roles,
    }),
    status: 201,
    response: Type.Object({ person: Person, ...Link.properties }),
  },
  'PUT /api/people/:personId/roles': {
    who: may.managePeople,
    body: Type.Object({ roles: Roles }),
    response: Person,
  },
  'POST /api/people/:personId/link': { who: may.managePeople, status: 201, response: Link },
  'DELETE /api/people/:personId': { who: may.managePeople, response: Nothing },
} as const satisfies Contract;

export const personContract = { ...signInContract, ...accountContract, ...peopleContract };
