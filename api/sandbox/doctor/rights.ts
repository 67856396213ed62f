// What a candidate's process may do, and what the kernel lets it ask for.
import type Docker from 'dockerode';
import { answer, attack } from './attack.ts';
import { type Call, type CallFamily, calls, denied, unknownCall } from './calls.ts';
import type { Protection } from './finding.ts';
import { inEach, type Look, type Looks } from './look.ts';
import type { Stage } from './stage.ts';

export interface Rights {
  looks: Looks;
  /** By part: the errno every call ended with, by the call's name. */
  answers: Record<string, Map<string, string>>;
}

export async function tryRights(stage: Stage, looks: Looks): Promise<Rights> {
  const { Architecture } = (await stage.engine.docker.info()) as { Architecture: string };
  const tried = Object.entries(stage.parts).map(async ([name, { container }]) => {
    return [name, await tryCalls(container, Architecture)] as const;
  });
  return { answers: Object.fromEntries(await Promise.all(tried)), looks };
}

async function tryCalls(container: Docker.Container, architecture: string): Promise<Map<string, string>> {
  const column = columns[architecture];
  if (column === undefined) throw new Error(`system calls of ${architecture} are not known`);
  const all: Call[] = Object.values(calls).flat();
  const said = await attack(
    container,
    'calls',
    all.map((call, index) => [index, call[column], ...call.args].join(' ')),
  );
  return new Map(said('call').map(([index, errno = '']) => [all[Number(index)]?.name ?? '', errno]));
}

const columns: Record<string, 'x64' | 'arm64'> = { x86_64: 'x64', aarch64: 'arm64' };

const none = /^0+$/;
const update =
  'The engine ignored what it was asked for: update Docker Engine and runc, then run this again.';
const filter =
  'The engine did not apply our seccomp profile (api/sandbox/seccomp.json): see that `docker info` lists seccomp, and update Docker Engine and runc.';

export const rights: Protection<Rights>[] = [
  {
    id: 'user',
    what: 'Nothing runs as root',
    why: 'A fault in the kernel or the engine is worth far more to root.',
    mend: update,
    faults: ({ looks }) => inEach(looks, (look) => processes(look, ({ users }) => users.includes(0), 'root')),
  },
  {
    id: 'capabilities',
    what: 'No process holds a capability or can get one',
    why: 'Capabilities are the pieces of root: with one, a container can often be left.',
    mend: update,
    faults: ({ looks }) =>
      inEach(looks, (look) =>
        processes(look, ({ capabilities }) => !capabilities.every((set) => none.test(set)), 'capabilities'),
      ),
  },
  {
    id: 'privileges',
    what: 'No program can gain privileges, not even one that belongs to root',
    why: 'Every image holds programs that run as root for whoever starts them.',
    mend: update,
    faults: ({ looks }) => inEach(looks, gainedPrivileges),
  },
  {
    id: 'filter',
    what: 'Every process goes through our filter for system calls',
    why: 'The calls below were tried from one process; the rule must bind all of them.',
    mend: filter,
    faults: ({ looks }) =>
      inEach(looks, (look) => processes(look, ({ filtered }) => !filtered, 'not filtered')),
  },
  callsOf(
    'sockets',
    'Only plain sockets can be opened',
    'AF_ALG, AF_VSOCK, AF_PACKET and the like have each been a way into the kernel or out to the host.',
  ),
  callsOf(
    'io-uring',
    'io_uring is closed',
    'It does work in the kernel that no filter sees, and has been the largest source of escapes.',
  ),
  callsOf(
    'namespaces',
    'No namespace can be made or entered',
    'A user namespace hands out root over parts of the kernel that were never meant for strangers.',
  ),
  callsOf('keys', 'The kernel keyring is closed', 'It is not divided between containers.'),
  callsOf(
    'kernel-programs',
    'bpf, perf and userfaultfd are closed',
    'They run or steer code inside the kernel; many escapes are built on them.',
  ),
  callsOf(
    'other-processes',
    'No process can reach into another',
    'Code of the candidate would change what a tool of ours does beside it.',
  ),
  callsOf(
    'kernel-inside',
    'Mounts, modules, file handles and the rest of the inside are closed',
    'Each changes the machine itself, or has let a container read files of the host.',
  ),
];

function callsOf(family: CallFamily, what: string, why: string): Protection<Rights> {
  return {
    id: `calls-${family}`,
    what,
    why,
    mend: filter,
    faults: ({ answers }) =>
      inEach(answers, (ended) => calls[family].flatMap((call) => gotThrough(call, ended))),
  };
}

function gotThrough({ name }: Call, ended: Map<string, string>): string[] {
  const errno = ended.get(name);
  const expected = name === 'clone3' ? unknownCall : denied;
  return errno === String(expected) || errno === 'killed' ? [] : [`${name}: ${answer(errno)}`];
}

function processes(
  look: Look,
  wrong: (process: Look['processes'][number]) => boolean,
  what: string,
): string[] {
  if (look.processes.length === 0) return ['no process was seen'];
  const names = new Set(look.processes.filter(wrong).map(({ name }) => name));
  return names.size > 0 ? [`${what}: ${[...names].join(', ')}`] : [];
}

function gainedPrivileges(look: Look): string[] {
  const honoured = look.mounts.filter(
    ({ path, options }) => look.part.places.includes(path) && !options.includes('nosuid'),
  );
  return [
    ...processes(look, ({ noNewPrivileges }) => !noNewPrivileges, 'may gain privileges'),
    // Without them it says nothing of when the password was set.
    ...(/\d{4}-\d\d-\d\d/.test(look.setuid)
      ? [`a program of root read what only root may: ${look.setuid}`]
      : []),
    ...honoured.map(({ path }) => `programs that run as root count in ${path}`),
  ];
}
