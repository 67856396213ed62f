// How the containers of a pod look from inside, as look.pl says it.
import { attack, type Said } from './attack.ts';
import type { Part, Stage } from './stage.ts';

export interface Look {
  part: Part;
  processes: Process[];
  /** Of the paths asked for, those that are there. */
  existing: string[];
  mounts: Mount[];
  /** Hard limits, by the kernel's name for them. */
  limits: Map<string, string>;
  devices: string[];
  sockets: string[];
  openFolders: string[];
  /** What a program that belongs to root, and runs as root where it may, found out. */
  setuid: string;
  /** Cores the container may use; undefined when nothing limits them. */
  cores: number | undefined;
}

interface Process {
  name: string;
  /** Real, effective, saved and file system user. */
  users: number[];
  /** Inheritable, permitted, effective, bounding and ambient, in hexadecimal. */
  capabilities: string[];
  noNewPrivileges: boolean;
  filtered: boolean;
}

interface Mount {
  path: string;
  options: string[];
  type: string;
}

export type Looks = Record<string, Look>;

export async function lookInside(stage: Stage, paths: string[]): Promise<Looks> {
  const looks = Object.entries(stage.parts).map(async ([name, part]) => {
    const said = await attack(part.container, 'look', paths);
    return [name, parse(part, said)] as const;
  });
  return Object.fromEntries(await Promise.all(looks));
}

/** @returns the faults of every container, each with the container's name in front */
export function inEach<T>(all: Record<string, T>, faults: (one: T) => string[]): string[] {
  return Object.entries(all).flatMap(([name, one]) => faults(one).map((fault) => `${name}: ${fault}`));
}

function parse(part: Part, said: Said): Look {
  const [quota, period] = said('processor')[0] ?? [];
  return {
    part,
    processes: said('process').map(parseProcess),
    existing: said('exists').map(first),
    mounts: said('mount').map(([line]) => parseMount(line ?? '')),
    limits: new Map(said('limit').map(([line]) => parseLimit(line ?? ''))),
    devices: said('device').map(first),
    sockets: said('socket').map(first),
    openFolders: said('open').map(first),
    setuid: said('setuid')[0]?.[0] ?? '',
    cores: Number(quota) > 0 ? Number(quota) / Number(period) : undefined,
  };
}

function first(values: string[]): string {
  return values[0] ?? '';
}

function parseProcess([, name = '', users = '', capabilities = '', none, filter]: string[]): Process {
  return {
    name,
    users: users.split(',').map(Number),
    capabilities: capabilities.split(','),
    noNewPrivileges: none === '1',
    filtered: filter === '2',
  };
}

/** One line of /proc/self/mountinfo; what follows the lone dash is the file system. */
function parseMount(line: string): Mount {
  const words = line.split(' ');
  return {
    path: words[4] ?? '',
    options: (words[5] ?? '').split(','),
    type: words[words.indexOf('-') + 1] ?? '',
  };
}

/** One line of /proc/self/limits: name, soft limit, hard limit. */
function parseLimit(line: string): [string, string] {
  const [, name = '', hard = ''] = /^(\S.*?)\s{2,}\S+\s+(\S+)/.exec(line) ?? [];
  return [name, hard];
}
