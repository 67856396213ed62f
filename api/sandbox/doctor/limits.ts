// That everything a candidate can use up has an end, and that the end is the pod's own.
import { setTimeout as sleep } from 'node:timers/promises';
import { constants } from 'node:os';
import { allDone } from '../faults.ts';
import { attack, type Said } from './attack.ts';
import type { Protection } from './finding.ts';
import { inEach, type Look, type Looks } from './look.ts';
import { flood, type Part, type Stage } from './stage.ts';

export interface Limits {
  looks: Looks;
  /** By part, what fill.pl said. */
  filled: Record<string, Said>;
  /** By part, what bomb.pl said, and the limits it ran into. */
  bombed: Record<string, { said: Said; part: Part }>;
  cores: number;
  /** What is left of the flood in the log, and whether its end came. */
  log: { bytes: number; ended: boolean };
}

/** More than any place of ours holds; one that claims to hold more is not even filled. */
const most = { mb: 1024, files: 100_000 };
const beyond = { processes: 64, mb: 64, heldMb: 48 };
const keptLogBytes = 2_500_000;
const floodDeadlineMs = 20_000;
const openFiles = 65_536;

export async function useUp(stage: Stage, looks: Looks): Promise<Limits> {
  const filled: Limits['filled'] = {};
  const bombed: Limits['bombed'] = {};
  const used = Object.entries(stage.parts).map(async ([name, part]) => {
    // One and the same code makes workspace and service: what takes long is tried in one of the two.
    const task = name === 'service' ? 'ask' : 'fill';
    filled[name] = await attack(part.container, 'fill', [`${most.mb} ${most.files} ${task}`]);
    if (name !== 'workspace') bombed[name] = { part, said: await bomb(part) };
  });
  await allDone(used);
  return { looks, filled, bombed, cores: stage.engine.cores, log: await readFlood(stage) };
}

function bomb({ container, limits }: Part): Promise<Said> {
  const { processes, mb, heldMb } = beyond;
  return attack(container, 'bomb', [`${limits.pids + processes} ${limits.memoryMb + mb} ${heldMb}`]);
}

async function readFlood({ pod, parts }: Stage): Promise<Limits['log']> {
  const deadline = Date.now() + floodDeadlineMs;
  let last: string | undefined;
  while (last !== flood.end && Date.now() < deadline) {
    if (last !== undefined) await sleep(200);
    [last = ''] = await pod.log(1);
  }
  const kept = await parts['service']!.container.logs({ stdout: true, stderr: true, follow: false });
  return { bytes: kept.length, ended: last === flood.end };
}

const update =
  'The engine ignored what it was asked for: update Docker Engine and runc, then run this again.';
const group =
  'See that the kernel has this control group and the engine uses it (`docker info` warns otherwise), then run this again.';

export const limits: Protection<Limits>[] = [
  {
    id: 'quota',
    what: 'Every place that can be written has a quota',
    why: 'One candidate could fill the disk or the memory that all share.',
    mend: update,
    faults: ({ filled }) => inEach(filled, (said) => unbounded(said, 'bytes', 1, most.mb)),
  },
  {
    id: 'inodes',
    what: 'Every place that can be written has a limit on files',
    why: 'Millions of empty files use up a file system, and the kernel’s memory, without filling it.',
    mend: update,
    faults: ({ filled }) => inEach(filled, (said) => unbounded(said, 'files', 2, most.files)),
  },
  {
    id: 'processes',
    what: 'The number of processes is limited',
    why: 'A fork bomb would stop the machine.',
    mend: group,
    faults: ({ bombed }) => inEach(bombed, ({ said, part }) => tooManyProcesses(said, part)),
  },
  {
    id: 'memory',
    what: 'Memory is limited, files in memory and swap included',
    why: 'A memory bomb would end services of others, or make the whole machine swap.',
    mend: group,
    faults: ({ bombed }) => inEach(bombed, ({ said, part }) => tooMuchMemory(said, part)),
  },
  {
    id: 'processor',
    what: 'A container cannot take every core',
    why: 'One candidate would slow down everyone else, and every measurement.',
    mend: group,
    faults: ({ looks, cores }) => inEach(looks, (look) => tooManyCores(look, cores)),
  },
  {
    id: 'files',
    what: 'Open files, the size of a file and core dumps are limited',
    why: 'Open files are kernel memory; a core dump is a copy of a process, written where nobody looks.',
    mend: update,
    faults: ({ looks }) => inEach(looks, looseLimits),
  },
  {
    id: 'log',
    what: 'The log of a container is cut',
    why: 'The engine keeps logs on the disk of the host, by default without end.',
    mend: 'See that the engine has the log driver "local" (`docker info` lists it).',
    faults: ({ log }) => [
      ...(log.ended ? [] : ['the end of the log did not come']),
      ...(log.bytes > keptLogBytes
        ? [`${megabytes(log.bytes)} MB were kept of ${megabytes(flood.bytes)} written`]
        : []),
    ],
  },
];

/** @param claims where `place` says how much it holds, in megabytes or files */
function unbounded(said: Said, kind: 'bytes' | 'files', claims: 1 | 2, limit: number): string[] {
  const places = said('place');
  if (places.length === 0) return ['no place was found'];
  return places.flatMap((place) => {
    const path = place[0];
    const claim = Number(place[claims]);
    if (claim === 0 || claim > limit) return [`${path} has no limit, or claims ${claim}`];
    if (said('task')[0]?.[0] === 'ask') return [];
    const [, end = 'not filled'] = said(kind).find(([filled]) => filled === path) ?? [];
    return /No space left|quota exceeded/.test(end)
      ? []
      : [`${path} took more than ${claim}: ${end || 'it worked'}`];
  });
}

function tooManyProcesses(said: Said, { limits: { pids } }: Part): string[] {
  const [started, errno] = said('processes')[0] ?? [];
  const stopped = errno === String(constants.errno.EAGAIN) && Number(started) <= pids;
  return stopped ? [] : [`${started} processes were started, ${pids} are allowed`];
}

function tooMuchMemory(said: Said, { limits: { memoryMb } }: Part): string[] {
  const [taken, held, ended] = said('memory')[0] ?? [];
  const used = Number(taken) + Number(held);
  return ended !== '0' && used <= memoryMb ? [] : [`${used} MB were taken, ${memoryMb} are allowed`];
}

function tooManyCores({ cores: allowed, part }: Look, cores: number): string[] {
  const limit = Math.min(part.limits.cpus, Math.max(1, cores - 1));
  if (allowed !== undefined && allowed <= limit) return [];
  return [`${allowed === undefined ? 'every core' : `${allowed} cores`}, ${limit} allowed`];
}

function looseLimits({ limits: hard }: Look): string[] {
  const loose = [
    ...(hard.get('Max core file size') === '0' ? [] : ['core dumps are written']),
    ...(Number(hard.get('Max open files')) <= openFiles ? [] : [`open files: ${hard.get('Max open files')}`]),
    ...(Number(hard.get('Max file size')) > 0 ? [] : [`size of a file: ${hard.get('Max file size')}`]),
  ];
  return loose;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
