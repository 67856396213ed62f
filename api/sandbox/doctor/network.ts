// That a pod has no network but its own loopback.
import { createServer, type AddressInfo } from 'node:net';
import { constants, networkInterfaces } from 'node:os';
import { answer, attack, type Said } from './attack.ts';
import type { Protection } from './finding.ts';
import type { Stage } from './stage.ts';

const { ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT, ECONNREFUSED } = constants.errno;
/** There is no way at all, which is more than a packet that was dropped or refused somewhere. */
const noWay = [ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT];

const metadata = ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254'];
const internet = ['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111'];

/** Tries to get out, while something listens on this machine's own loopback. */
export async function tryToGetOut({ parts }: Stage): Promise<Said> {
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = listener.address() as AddressInfo;
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const outer = own.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address);
    return await attack(parts['workspace']!.container, 'reach', [
      `loopback 127.0.0.1 ${port}`,
      ...outer.map((address) => `host ${address} ${port}`),
      ...metadata.map((address) => `metadata ${address} 80`),
      ...internet.map((address) => `internet ${address} 53`),
    ]);
  } finally {
    listener.close();
  }
}

const mend =
  'Pods use the engine’s network "none": look for a plugin or a runtime that adds an interface to it.';

export const network: Protection<Said>[] = [
  {
    id: 'route',
    what: 'A pod has its loopback and no way out of it',
    why: 'Code without a network can attack no one and send nothing out.',
    mend,
    faults: (said) => [
      ...said('interface').flatMap(([name]) => (name === 'lo' ? [] : [`interface ${name}`])),
      ...said('route').flatMap(([name]) => (name === 'lo' ? [] : [`a route over ${name}`])),
      ...(said('interface').length > 0 ? [] : ['no interface was seen']),
    ],
  },
  {
    id: 'host',
    what: 'The host cannot be reached, at any of its addresses',
    why: 'The database, the engine and this program listen there.',
    mend,
    faults: (said) => [...reached(said, 'host', noWay), ...reached(said, 'loopback', [ECONNREFUSED])],
  },
  {
    id: 'metadata',
    what: 'The metadata addresses of clouds cannot be reached',
    why: 'They hand out the keys of the machine to whoever asks from it.',
    mend,
    faults: (said) => reached(said, 'metadata', noWay),
  },
  {
    id: 'internet',
    what: 'The internet cannot be reached, nor a name looked up',
    why: 'Answers could be fetched, secrets sent out, strangers attacked in your name.',
    mend,
    faults: (said) => [
      ...reached(said, 'internet', noWay),
      ...(said('name')[0]?.[0] === 'unknown' ? [] : ['a name was looked up']),
    ],
  },
];

function reached(said: Said, kind: string, expected: number[]): string[] {
  const targets = said('target').filter(([what]) => what === kind);
  return targets.flatMap(([, address, , errno]) =>
    expected.includes(Number(errno)) ? [] : [`${address}: ${answer(errno)}`],
  );
}
