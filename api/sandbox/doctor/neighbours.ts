// That a pod sees nothing of the pod beside it, nor of the probe and its hidden suite.
import { constants } from 'node:os';
import { randomBytes } from 'node:crypto';
import { answer, attack, type Said } from './attack.ts';
import type { Protection } from './finding.ts';
import { inEach } from './look.ts';
import { neighbourPort, type Stage } from './stage.ts';

export interface Sightings {
  /** By part, what search.pl said. */
  searched: Record<string, Said>;
  port: Said;
}

export async function spy({ parts, secrets }: Stage): Promise<Sightings> {
  const searched = Object.entries(parts).map(async ([name, { container }]) => {
    const said = await attack(container, 'search', [
      `${secrets.neighbour} neighbour`,
      `${secrets.suite} suite`,
      `control-${randomBytes(12).toString('hex')} control`,
      `key ${secrets.segment}`,
    ]);
    return [name, said] as const;
  });
  const port = attack(parts['workspace']!.container, 'reach', [`neighbour 127.0.0.1 ${neighbourPort}`]);
  return { searched: Object.fromEntries(await Promise.all(searched)), port: await port };
}

const mend =
  'Look for settings of the engine or the runtime that share namespaces or volumes between containers.';

export const neighbours: Protection<Sightings>[] = [
  {
    id: 'other-ports',
    what: 'Ports of another pod cannot be reached',
    why: 'A candidate could call, or load, the service of another.',
    mend,
    faults: ({ port }) => {
      const errno = port('target')[0]?.[3];
      return errno === String(constants.errno.ECONNREFUSED)
        ? []
        : [`port ${neighbourPort}: ${answer(errno)}`];
    },
  },
  {
    id: 'other-processes',
    what: 'Processes of another pod and of the probe cannot be seen',
    why: 'Their arguments and environment can hold another candidate’s work, and they could be killed.',
    mend,
    faults: ({ searched }) => inEach(searched, (said) => found(said, 'process', ['neighbour', 'suite'])),
  },
  {
    id: 'other-files',
    what: 'Files of another pod cannot be read',
    why: 'A candidate could copy the work of another, or change it.',
    mend,
    faults: ({ searched }) =>
      inEach(searched, (said) => [...blind(said), ...found(said, 'file', ['neighbour'])]),
  },
  {
    id: 'other-memory',
    what: 'Shared memory of another pod cannot be opened',
    why: 'Databases keep data there.',
    mend,
    faults: ({ searched }) =>
      inEach(searched, (said) => (said('segment').length > 0 ? ['its segment was opened'] : [])),
  },
  {
    id: 'suite',
    what: 'The probe’s hidden checks cannot be read',
    why: 'Who knows the checks can answer them without solving anything.',
    mend,
    faults: ({ searched }) => inEach(searched, (said) => [...blind(said), ...found(said, 'file', ['suite'])]),
  },
];

function found(said: Said, where: 'file' | 'process', labels: string[]): string[] {
  return said(where).flatMap(([label = '', path = '']) => (labels.includes(label) ? [path] : []));
}

/** A search that does not find what was put there for it has looked at nothing. */
function blind(said: Said): string[] {
  return found(said, 'file', ['control']).length > 0 ? [] : ['the search did not find its own word'];
}
