import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { sessionCookie } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import type { Seal } from '../http/seal.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import { serve, type Guard } from '../http/serve.ts';
import { signInContract, type Me, type Session } from './contract.ts';
import { askForLink, type LinkMessage } from './ask-link.ts';
import { clearHandshake, readHandshake, setHandshake } from './handshake.ts';
import { checkPassword, takeCode } from './password.ts';
import { linkExpiry, signInLink } from './person.ts';
import { Provider, type Identity, type ProviderSettings } from './provider.ts';
import { beginSession, sessionHash, setSessionCookie } from './session.ts';
import {
  claimSignInLink,
  deleteSession,
  findPersonByEmail,
  findPersonByIdentity,
  getMe,
  insertIdentity,
  insertSignInLink,
} from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  publicUrl: string;
  seal: Seal;
  /** The company's own accounts; undefined where nobody signs in with them. */
  provider: ProviderSettings | undefined;
  /** How e-mail leaves; without it links are handed over by people. */
  mail?: { send: (message: LinkMessage) => Promise<void> } | undefined;
}

/** Makes a link that signs the person in once. @returns its URL, which is stored nowhere */
export async function makeSignInLink(
  db: Db,
  personId: string,
  publicUrl: string,
  now: Date,
  expiresAt = linkExpiry(now),
): Promise<string> {
  const token = makeSecret();
  await insertSignInLink(db, hashSecret(token), personId, expiresAt);
  return signInLink(publicUrl, token);
}

/** The ways in, and the way out. */
export function personRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  const { sql, clock, publicUrl, seal, mail } = needs;
  const provider = needs.provider && new Provider(needs.provider, publicUrl);
  const https = publicUrl.startsWith('https:');

  const signIn = signer(needs);
  const getProvider = (): Provider => {
    if (!provider) throw new Problem(404, 'no-provider', 'There is no sign-in with company accounts here');
    return provider;
  };

  serve(app, guard, signInContract, {
    'GET /api/sign-in': async () => ({ provider: provider?.name ?? null, mail: mail !== undefined }),
    'POST /api/sign-in/link': async ({ body, request }) => {
      if (!mail) throw new Problem(404, 'no-mail', 'No e-mail is sent from here. Ask an admin for a link');
      const now = clock();
      const makeLink = (tx: Db, personId: string) => makeSignInLink(tx, personId, publicUrl, now);
      const message = await askForLink(sql, makeLink, body.email, now);
      // Nobody waits for it: how long an answer takes would tell who is known here.
      if (message) mail.send(message).catch((error: unknown) => request.log.error(error));
      return {};
    },
    'POST /api/session': ({ body, ...to }) =>
      signIn('link', to, async (tx, now) => {
        const personId = await claimSignInLink(tx, hashSecret(body.token), now);
        if (!personId)
          throw new Problem(404, 'unknown-link', 'This sign-in link does not work, or no longer works');
        return personId;
      }),
    'POST /api/session/password': async ({ body, ...to }) => {
      const known = await checkPassword(sql, body, clock());
      return signIn('password', to, async (tx, now) => {
        await takeCode(tx, seal, known, body, now);
        return known.personId;
      });
    },
    'POST /api/session/provider': async ({ request, reply }) => {
      const { url, handshake } = await getProvider().begin().catch(logAndThrow(request));
      setHandshake(reply, handshake, https);
      return { url };
    },
    'POST /api/session/provider/answer': async ({ body, ...to }) => {
      const handshake = readHandshake(to.request);
      clearHandshake(to.reply);
      const identity = await getProvider().finish(body, handshake).catch(logAndThrow(to.request));
      return signIn('oidc', to, (tx, now) => personOf(tx, identity, now));
    },
    'GET /api/session': ({ person }) => getMe(sql, person.id),
    'DELETE /api/session': async ({ person, request, reply }) => {
      const { id: personId, organisationId } = person;
      await sql.begin(async (tx) => {
        await deleteSession(tx, sessionHash(request));
        await audit(tx, { at: clock(), personId, organisationId, action: 'person.signed-out' });
      });
      void reply.clearCookie(sessionCookie, { path: '/' });
      return {};
    },
  });
}

/**
 * Signs in by any of the ways.
 * @param prove finds out who it is, in the transaction in which the session begins
 */
type SignIn = (
  via: Session['via'],
  to: { request: FastifyRequest; reply: FastifyReply },
  prove: (tx: Db, now: Date) => Promise<string>,
) => Promise<Me>;

function signer({ sql, clock, publicUrl }: Needs): SignIn {
  return async (via, { request, reply }, prove) => {
    const now = clock();
    const { secret, me } = await sql.begin(async (tx) =>
      beginSession(tx, await prove(tx, now), { via, request, now }),
    );
    setSessionCookie(reply, publicUrl, secret, now);
    return me;
  };
}

/** What went wrong with a provider is for the operator to read. */
function logAndThrow(request: FastifyRequest): (error: unknown) => never {
  return (error) => {
    request.log.warn(error);
    throw error;
  };
}

/**
 * The first time, who was invited is known by the address that the provider vouches for; from then on by the provider's own
 * name for them.
 * @throws Problem 403 not-invited
 */
async function personOf(tx: Db, { issuer, subject, email }: Identity, now: Date): Promise<string> {
  const known = await findPersonByIdentity(tx, issuer, subject);
  if (known) return known;
  const person = email === undefined ? undefined : await findPersonByEmail(tx, email);
  if (!person)
    throw new Problem(
      403,
      'not-invited',
      'Nobody was invited with the address of this account. Ask an admin',
    );
  const { id: personId, organisationId } = person;
  await insertIdentity(tx, { issuer, subject, personId, createdAt: now });
  await audit(tx, { at: now, personId, organisationId, action: 'person.identity-linked', facts: { issuer } });
  return personId;
}
