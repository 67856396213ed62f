// Sign-in with the company's own accounts: OpenID Connect, the code flow with PKCE. What proves identities, and every check
// of a signature, is the provider's ID token as jose verifies it.
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { Problem } from '../http/problem.ts';
import { makeSecret } from '../http/secret.ts';

export interface ProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What people here call these accounts. */
  name: string;
}

/** What the browser keeps while its person is with the provider. */
export interface Handshake {
  state: string;
  nonce: string;
  verifier: string;
}

export interface Identity {
  issuer: string;
  subject: string;
  /** Undefined unless the provider vouches for it. */
  email: string | undefined;
}

const Metadata = Type.Object({
  issuer: Type.String(),
  authorization_endpoint: Type.String(),
  token_endpoint: Type.String(),
  jwks_uri: Type.String(),
  token_endpoint_auth_methods_supported: Type.Optional(Type.Array(Type.String())),
});
type Metadata = Static<typeof Metadata>;

const Tokens = Type.Object({ id_token: Type.String() });

const answerMs = 10_000;
const metadataMs = 3_600_000;
const clockToleranceSeconds = 30;
/** Those with a public key: the secret we share with the provider proves nothing about who signed. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

type Known = { metadata: Metadata; keys: ReturnType<typeof createRemoteJWKSet>; until: number };

export class Provider {
  readonly #settings: ProviderSettings;
  readonly #redirectUri: string;
  #known: Known | undefined;

  constructor(settings: ProviderSettings, publicUrl: string) {
    this.#settings = settings;
    this.#redirectUri = `${publicUrl}/sign-in/provider`;
  }

  get name(): string {
    return this.#settings.name;
  }

  /** @returns where to send the browser @throws Problem 502 provider-failed */
  async begin(): Promise<{ url: string; handshake: Handshake }> {
    const { metadata } = await this.#discover();
    const handshake = { state: makeSecret(), nonce: makeSecret(), verifier: makeSecret() };
    const url = new URL(metadata.authorization_endpoint);
    const asked = {
      response_type: 'code',
      client_id: this.#settings.clientId,
      redirect_uri: this.#redirectUri,
      scope: 'openid email profile',
      state: handshake.state,
      nonce: handshake.nonce,
      code_challenge: createHash('sha256').update(handshake.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return { url: url.href, handshake };
  }

  /**
   * Trades the code that the provider sent the browser back with.
   * @param handshake of the browser that brings it
   * @throws Problem 401 not-confirmed, 502 provider-failed
   */
  async finish(answer: { code: string; state: string }, handshake: Handshake): Promise<Identity> {
    if (answer.state !== handshake.state) throw notConfirmed();
    const { metadata, keys } = await this.#discover();
    const token = await this.#trade(metadata, answer.code, handshake.verifier);
    const { payload } = await jwtVerify(token, keys, {
      issuer: metadata.issuer,
      audience: this.#settings.clientId,
      algorithms,
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance: clockToleranceSeconds,
    }).catch((error: unknown) => {
      throw notConfirmed(error);
    });
    if (payload['nonce'] !== handshake.nonce || !isForUs(payload, this.#settings.clientId))
      throw notConfirmed();
    const email = payload['email_verified'] === true ? payload['email'] : undefined;
    return {
      issuer: metadata.issuer,
      subject: payload.sub!,
      email: typeof email === 'string' ? email : undefined,
    };
  }

  async #discover(): Promise<Known> {
    if (this.#known && this.#known.until > Date.now()) return this.#known;
    const { issuer } = this.#settings;
    const answer = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const metadata = answer.ok ? await readJson(answer) : undefined;
    if (!Value.Check(Metadata, metadata) || metadata.issuer !== issuer) throw providerFailed();
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: answerMs });
    this.#known = { metadata, keys, until: Date.now() + metadataMs };
    return this.#known;
  }

  /** @returns the ID token */
  async #trade(metadata: Metadata, code: string, verifier: string): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.#redirectUri,
      code_verifier: verifier,
    });
    const headers = this.#authenticate(metadata, body);
    const answer = await ask(metadata.token_endpoint, { method: 'POST', body, headers });
    if (answer.status >= 500) throw providerFailed();
    const tokens = answer.ok ? await readJson(answer) : undefined;
    if (!Value.Check(Tokens, tokens)) throw notConfirmed();
    return tokens.id_token;
  }

  /** In the header unless the provider takes it in the body alone. */
  #authenticate({ token_endpoint_auth_methods_supported: ways }: Metadata, body: URLSearchParams) {
    const { clientId, clientSecret } = this.#settings;
    if (ways && !ways.includes('client_secret_basic')) {
      body.set('client_id', clientId);
      body.set('client_secret', clientSecret);
      return {};
    }
    const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }
}

/** A token for several has to say that it was made for us. */
function isForUs({ aud, azp }: JWTPayload, clientId: string): boolean {
  return (!Array.isArray(aud) || aud.length === 1 || azp !== undefined) && (azp ?? clientId) === clientId;
}

function formEncoded(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length);
}

/** A provider that leads elsewhere is not followed. */
function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const signal = AbortSignal.timeout(answerMs);
  return fetch(url, { ...init, redirect: 'error', signal }).catch((error: unknown) => {
    throw providerFailed(error);
  });
}

function readJson(answer: Response): Promise<unknown> {
  return answer.json().catch((error: unknown) => {
    throw providerFailed(error);
  });
}

function providerFailed(cause?: unknown): Problem {
  const title = 'The provider of your accounts does not answer as it should. Try another way to sign in';
  return Object.assign(new Problem(502, 'provider-failed', title), { cause });
}

function notConfirmed(cause?: unknown): Problem {
  const title = 'The provider of your accounts did not confirm who you are. Try again';
  return Object.assign(new Problem(401, 'not-confirmed', title), { cause });
}
