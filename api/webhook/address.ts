// Where webhooks may go. An address that an organisation writes down must not make the platform knock on doors inside its
// own network, whatever a name is made to resolve to. The ranges are those that IANA's special-purpose registries list.
import { BlockList, isIP } from 'node:net';

/**
 * What an operator allows: the public internet alone; private networks as well; or, for development, the public internet
 * and this machine's loopback, that also without TLS.
 */
export type Targets = 'public' | 'private' | 'loopback';

type Kind = 'public' | 'private' | 'loopback' | 'special';

const loopback = listOf(['127.0.0.0/8', '::1/128']);
const privateNetworks = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);
const special = listOf([
  '0.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]);
/** Of IPv6 only this part is handed out; what is outside maps, translates or stays on the link. */
const globalV6 = listOf(['2000::/3']);

function listOf(ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address, bits] = range.split('/') as [string, string];
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

function kindOf(address: string): Kind {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (loopback.check(address, family)) return 'loopback';
  if (privateNetworks.check(address, family)) return 'private';
  if (special.check(address, family)) return 'special';
  return family === 'ipv6' && !globalV6.check(address, family) ? 'special' : 'public';
}

/** @param address in numbers, of IPv4 or IPv6 */
export function mayReach(address: string, protocol: string, targets: Targets): boolean {
  const kind = kindOf(address);
  if (kind === 'loopback') return targets === 'loopback';
  if (protocol !== 'https:') return false;
  return kind === 'public' || (kind === 'private' && targets === 'private');
}

/** @returns what is wrong with the address of a webhook as it is written; what its name resolves to is seen when it is used */
export function faultOf(text: string, targets: Targets): string | undefined {
  if (!URL.canParse(text)) return 'This is no address. It should start with https://';
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username || password) return 'A name and password in the address would show in the log; leave them out';
  if (hash) return 'Leave out the part after #; it is never sent';
  const host = hostname.replace(/^\[|\]$/g, '');
  const local = host === 'localhost' || (isIP(host) !== 0 && kindOf(host) === 'loopback');
  if (protocol !== 'https:' && !(protocol === 'http:' && local && targets === 'loopback'))
    return 'The address should start with https://';
  if (isIP(host) && !mayReach(host, protocol, targets))
    return 'Webhooks do not go to addresses inside a private network';
  return undefined;
}
