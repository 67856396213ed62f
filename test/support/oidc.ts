// A small OpenID provider on loopback: discovery, keys, the code flow with PKCE and a client secret. It signs everybody in
// at once as whom the test says. What a dishonest or careless one would do is switched on by the test.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { ProviderSettings } from '../../api/person/provider.ts';

export interface OidcProvider {
  settings: ProviderSettings;
  /** Who signs in next, and what of the ID token is not as it should be. */
  claims: JWTPayload;
  /** Signs with a key that is not published. */
  forge: boolean;
  /** Answers nothing but errors. */
  down: boolean;
  /** Goes where the platform sends a browser. @returns where the provider sends it back to */
  visit: (url: string) => Promise<URL>;
  close: () => Promise<void>;
}

interface Asked {
  challenge: string;
  nonce: string;
  redirectUri: string;
}

const clientId = 'proofload';
const clientSecret = 'a secret: with % and ü';

/** @param redirectUri the one that is registered for the client */
export async function startOidcProvider(redirectUri: string): Promise<OidcProvider> {
  const [honest, other] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const jwk = { ...(await exportJWK(honest.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const codes = new Map<string, Asked>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize?tenant=one`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  };

  const sign = ({ nonce }: Asked) =>
    new SignJWT({ nonce, ...provider.claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(provider.claims.iss ?? issuer)
      .setAudience(provider.claims.aud ?? clientId)
      .setIssuedAt()
      .setExpirationTime(provider.claims.exp ?? '5 minutes')
      .sign(provider.forge ? other.privateKey : honest.privateKey);

  const authorize = (asked: URLSearchParams, response: ServerResponse) => {
    const right =
      asked.get('client_id') === clientId &&
      asked.get('redirect_uri') === redirectUri &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      asked.get('tenant') === 'one' &&
      asked.get('scope')?.split(' ').includes('openid');
    if (!right) return response.writeHead(400).end(`not so: ${asked}`);
    const code = randomBytes(16).toString('hex');
    codes.set(code, { challenge: asked.get('code_challenge')!, nonce: asked.get('nonce')!, redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state')!);
    return response.writeHead(302, { location: back.href }).end();
  };

  const trade = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await text(request));
    const [id, secret] = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64')
      .toString()
      .split(':')
      .map((part) => new URLSearchParams(`v=${part}`).get('v'));
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      id === clientId &&
      secret === clientSecret &&
      form.get('grant_type') === 'authorization_code' &&
      form.get('redirect_uri') === asked?.redirectUri &&
      proof === asked?.challenge;
    if (!asked || !right) return json(response, 400, { error: 'invalid_grant' });
    return json(response, 200, { access_token: 'none', token_type: 'Bearer', id_token: await sign(asked) });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, issuer);
    if (provider.down) return response.writeHead(503).end();
    if (url.pathname === '/.well-known/openid-configuration') return json(response, 200, metadata);
    if (url.pathname === '/keys') return json(response, 200, { keys: [jwk] });
    if (url.pathname === '/authorize') return authorize(url.searchParams, response);
    if (url.pathname === '/token' && request.method === 'POST') return trade(request, response);
    return response.writeHead(404).end();
  };

  const provider: OidcProvider = {
    settings: { issuer, clientId, clientSecret, name: 'Brightside account' },
    claims: {},
    forge: false,
    down: false,
    visit: async (url) => {
      const sent = await fetch(url, { redirect: 'manual' });
      return new URL(sent.headers.get('location')!);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

function json(response: ServerResponse, status: number, body: object) {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
