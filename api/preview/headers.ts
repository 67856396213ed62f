// Which header fields pass between a browser and a candidate's service, and which are the platform's own affair.
import { attemptCookie, sessionCookie } from '../http/guard.ts';

/** Name and value, as they came: fields may repeat, and their order may count. */
export type Fields = [name: string, value: string][];

/** The two sides of a preview, as origins: "http://host:port". */
export interface Origins {
  preview: string;
  service: string;
}

/** Cookies that keep a preview open. A browser takes the first only over TLS, and then from nobody but us. */
export const passCookies = ['__Host-p', 'p'];

// RFC 9110, section 7.6.1, and what older software counts among them.
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

// Who asks, through what and from where: a reverse proxy before the platform may add any of these.
const aboutTheAsker = new RegExp(
  `^(${[
    'host|expect|cookie2?|authorization|origin|referer|forwarded|via|from|true-client-ip|client-ip',
    'service-worker|service-worker-navigation-preload',
    'sec-(?!websocket-).*',
    'x-(real|client|cluster-client)-ip',
    'x-(forwarded|original|remote|auth-request|authentik|pomerium|envoy|amzn|goog|ms)(-.*)?',
    '(remote|proxy|cf|fastly|tailscale|akamai)-.*',
  ].join('|')})$`,
);

// What would reach beyond one answer: into the browser's storage, later visits, other hosts or a password prompt; and
// what we say ourselves.
const beyondTheAnswer = new Set([
  'alt-svc',
  'clear-site-data',
  'expect-ct',
  'nel',
  'public-key-pins',
  'public-key-pins-report-only',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'service-worker-navigation-preload',
  'set-cookie2',
  'strict-transport-security',
  'www-authenticate',
  'authentication-info',
  'proxy-authentication-info',
  'referrer-policy',
  'x-frame-options',
  'x-robots-tag',
]);

/** What every answer on a preview host says, the platform's own pages too. */
export const previewPolicy: Fields = [
  ['Content-Security-Policy', "frame-ancestors 'none'"],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Robots-Tag', 'noindex'],
];

/** @param raw names and values in turn, as Node has them in `rawHeaders` */
export function fieldsOf(raw: readonly string[]): Fields {
  return Array.from({ length: raw.length / 2 }, (_, n) => [raw[2 * n]!, raw[2 * n + 1]!]);
}

/** @returns what the service gets of a browser's request */
export function forService(fields: Fields, origins: Origins): Fields {
  const kept = endToEnd(fields).filter(([name]) => !aboutTheAsker.test(name.toLowerCase()));
  const host = new URL(origins.service).host;
  return [['Host', host], ...kept, ...ownOrigin(fields, origins), ...framing(fields), ...ownCookies(fields)];
}

/** @returns what the browser gets of the service's answer */
export function forBrowser(fields: Fields, origins: Origins): Fields {
  const kept = endToEnd(fields).filter(([name]) => !beyondTheAnswer.has(name.toLowerCase()));
  const passed = kept.flatMap(([name, value]): Fields => {
    if (name.toLowerCase() === 'set-cookie') return hostOnly(value).map((cookie) => [name, cookie]);
    return [[name, name.toLowerCase() === 'location' ? onPreview(value, origins) : value]];
  });
  return [...passed, ...previewPolicy];
}

/** @returns the values of the cookies that may keep a preview open */
export function passesIn(fields: Fields): string[] {
  return cookiesOf(fields).flatMap(([name, value]) => (passCookies.includes(name) ? [value] : []));
}

function endToEnd(fields: Fields): Fields {
  const named = valuesOf(fields, 'connection').flatMap((value) => value.toLowerCase().split(','));
  const gone = new Set([...hopByHop, ...named.map((name) => name.trim())]);
  return fields.filter(([name]) => !gone.has(name.toLowerCase()));
}

function valuesOf(fields: Fields, wanted: string): string[] {
  return fields.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
}

/** A body of unknown length goes on in chunks; one that is said to be there and is not would be a request of its own. */
function framing(fields: Fields): Fields {
  return valuesOf(fields, 'transfer-encoding').length > 0 ? [['Transfer-Encoding', 'chunked']] : [];
}

/** The service sees its own address where the browser says the preview's, and nobody else's. */
function ownOrigin(fields: Fields, { preview, service }: Origins): Fields {
  return fields.flatMap(([name, value]): Fields => {
    if (!/^(origin|referer)$/i.test(name)) return [];
    const own = value === preview || value.startsWith(`${preview}/`);
    return own ? [[name, service + value.slice(preview.length)]] : [];
  });
}

function ownCookies(fields: Fields): Fields {
  const kept = cookiesOf(fields).filter(
    ([name, value, pair]) => pair !== '' && !isPlatformCookie(name, value),
  );
  const text = kept.map(([, , pair]) => pair).join('; ');
  return text === '' ? [] : [['Cookie', text]];
}

function cookiesOf(fields: Fields): [name: string, value: string, pair: string][] {
  const pairs = valuesOf(fields, 'cookie').flatMap((value) => value.split(';'));
  return pairs.map((each) => {
    const pair = each.trim();
    const [name = '', ...value] = pair.split('=');
    return [name.trim(), value.join('=').trim(), pair];
  });
}

/** `session` is what many frameworks call their own cookie: ours is one that holds 256 bits as `makeSecret` writes them. */
function isPlatformCookie(name: string, value: string): boolean {
  if (passCookies.includes(name) || name.startsWith(attemptCookie(''))) return true;
  return name === sessionCookie && /^[\w-]{43}$/.test(value);
}

/** @returns the cookie without its Domain, so that no other host sees it; nothing when it would replace ours */
function hostOnly(cookie: string): string[] {
  const [pair = '', ...attributes] = cookie.split(';');
  if (passCookies.includes(pair.split('=')[0]!.trim())) return [];
  return [[pair, ...attributes.filter((each) => !/^\s*domain\s*(=|$)/i.test(each))].join(';')];
}

/** Frameworks that write whole addresses write the one they know. */
function onPreview(location: string, { preview, service }: Origins): string {
  if (!URL.canParse(location)) return location;
  const { origin, pathname, search, hash } = new URL(location);
  return origin === service ? preview + pathname + search + hash : location;
}
