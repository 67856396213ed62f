// What of the machine a container shows: its own file system and nothing behind it.
import type { Protection } from './finding.ts';
import { inEach, type Look, type Looks } from './look.ts';

/** Kernel settings that must be read-only, where the kernel has them. */
const settings = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs', '/sys'];
/** What tells of the machine and its other tenants; the engine covers it with something empty. */
const covered = [
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/acpi',
  '/proc/scsi',
  '/sys/firmware',
];

/** Paths that `lookInside` must be asked for. */
export const lookedFor = [...settings, ...covered];

/** What the engine itself mounts into every container. */
const engineMounts = new Set([
  '/',
  '/proc',
  '/sys',
  '/dev',
  '/dev/pts',
  '/dev/mqueue',
  '/dev/shm',
  '/etc/resolv.conf',
  '/etc/hostname',
  '/etc/hosts',
  '/sbin/docker-init',
  '/usr/sbin/docker-init',
]);
const kernelTypes = new Set(['proc', 'sysfs', 'cgroup', 'cgroup2', 'tmpfs', 'devtmpfs']);
const plainDevices = new Set([
  'core',
  'fd',
  'full',
  'mqueue',
  'null',
  'ptmx',
  'pts',
  'random',
  'shm',
  'stderr',
  'stdin',
  'stdout',
  'tty',
  'urandom',
  'zero',
]);

const update =
  'The engine ignored what it was asked for: update Docker Engine and runc, then run this again.';

export const walls: Protection<Looks>[] = [
  {
    id: 'root',
    what: 'The root file system cannot be written',
    why: 'What a candidate could write there has no quota and lies on the disk of the host.',
    mend: update,
    faults: (looks) => inEach(looks, writableRoot),
  },
  {
    id: 'mounts',
    what: 'Nothing of the host is mounted',
    why: 'A folder of the host inside a container is a way onto the host.',
    mend: 'Look for default mounts in the engine’s own settings (daemon.json, containers.conf) and take them out.',
    faults: (looks) => inEach(looks, strangeMounts),
  },
  {
    id: 'engine-socket',
    what: 'No socket of the engine can be found',
    why: 'Whoever speaks to the engine is root on the host.',
    mend: 'Take the socket out of the engine’s default mounts.',
    faults: (looks) =>
      inEach(looks, ({ sockets, part }) =>
        sockets.filter((path) => isEngines(path) || !isBelow(part.places, path)),
      ),
  },
  {
    id: 'devices',
    what: 'Only the harmless devices are there',
    why: 'A disk, a loop device or /dev/kvm leads past every other wall.',
    mend: 'Take devices out of the engine’s defaults, and choose a runtime that adds none.',
    faults: (looks) =>
      inEach(looks, ({ devices }) =>
        devices.filter((name) => !plainDevices.has(name)).map((name) => `/dev/${name}`),
      ),
  },
  {
    id: 'kernel-settings',
    what: 'Settings of the kernel and control groups cannot be written',
    why: 'They belong to the whole machine; /proc/sys/kernel/core_pattern alone runs programs on the host.',
    mend: update,
    faults: (looks) => inEach(looks, writableSettings),
  },
  {
    id: 'masked',
    what: 'Memory, keys and firmware of the machine are covered',
    why: 'They tell of the host and of everyone else on it.',
    mend: update,
    faults: (looks) => inEach(looks, uncovered),
  },
];

function writableRoot({ mounts, openFolders, part }: Look): string[] {
  const root = mounts.findLast(({ path }) => path === '/');
  const open = openFolders.filter((path) => !isBelow([...part.places, '/dev/mqueue'], path));
  return [
    ...(root?.options.includes('ro') ? [] : ['/ is mounted writable']),
    ...open.map((path) => `${path} can be written`),
  ];
}

function strangeMounts({ mounts, part }: Look): string[] {
  const strange = mounts.filter(
    ({ path, type }) =>
      !engineMounts.has(path) &&
      !part.places.includes(path) &&
      !(isBelow(['/proc', '/sys'], path) && kernelTypes.has(type)),
  );
  return strange.map(({ path, type }) => `${path} (${type})`);
}

function writableSettings({ existing, mounts }: Look): string[] {
  const groups = mounts.filter(({ type }) => type === 'cgroup' || type === 'cgroup2');
  const paths = [...settings.filter((path) => existing.includes(path)), ...groups.map(({ path }) => path)];
  return paths.filter((path) => !isReadOnly(mounts, path));
}

/** The mount a path lies on is the one with the longest path; of two alike, the later. */
function isReadOnly(mounts: Look['mounts'], path: string): boolean {
  const above = mounts.filter((mount) => mount.path === '/' || isBelow([mount.path], path));
  const longest = Math.max(...above.map((mount) => mount.path.length));
  return above.findLast((mount) => mount.path.length === longest)?.options.includes('ro') ?? false;
}

function uncovered({ existing, mounts }: Look): string[] {
  return covered.filter((path) => existing.includes(path) && !mounts.some((mount) => mount.path === path));
}

function isEngines(path: string): boolean {
  return /docker|containerd|podman|crio/.test(path);
}

function isBelow(folders: string[], path: string): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
