// How every container that may run a candidate's code is created.
import type Docker from 'dockerode';
import profile from './seccomp.json' with { type: 'json' };

export interface Limits {
  memoryMb: number;
  pids: number;
  cpus: number;
}

/** Where a container runs: its pod's loopback, control group and core. */
export interface Place {
  network: string;
  cgroupParent: string;
  cpuset: string | undefined;
  /** Processors of the machine; one is left to everyone else where there are several. */
  cores: number;
}

/** The user every candidate's process runs as. */
export const candidate = '10001:10001';

const megabyte = 1024 * 1024;
const seccomp = `seccomp=${JSON.stringify(profile)}`;

/**
 * Nothing is given that is not needed. The seccomp profile is ours because the engines' own differ: AF_ALG, AF_VSOCK
 * and io_uring are open in many of them. The log driver is set because the default one grows without end.
 */
export function hardened(limits: Limits, place: Place): Docker.HostConfig {
  return {
    ...confined(limits.memoryMb, limits.pids),
    NetworkMode: place.network,
    CgroupParent: place.cgroupParent,
    ...(place.cpuset !== undefined && { CpusetCpus: place.cpuset }),
    NanoCpus: Math.min(limits.cpus, Math.max(1, place.cores - 1)) * 1e9,
    OomScoreAdj: 500,
    SecurityOpt: ['no-new-privileges', seccomp],
  };
}

/** What the trusted probe shares with the candidate's containers. */
export function confined(memoryMb: number, pids: number): Docker.HostConfig {
  return {
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    ReadonlyRootfs: true,
    Memory: memoryMb * megabyte,
    MemorySwap: memoryMb * megabyte,
    PidsLimit: pids,
    Ulimits: [
      { Name: 'nofile', Soft: 16_384, Hard: 16_384 },
      { Name: 'fsize', Soft: 512 * megabyte, Hard: 512 * megabyte },
      { Name: 'core', Soft: 0, Hard: 0 },
    ],
    Init: true,
    IpcMode: 'private',
    // Compressing what a flood pushes out costs the machine more than the flood.
    LogConfig: { Type: 'local', Config: { 'max-size': '1m', 'max-file': '2', compress: 'false' } },
    Tmpfs: {
      '/tmp': 'rw,exec,nosuid,nodev,size=64m,nr_inodes=20000,mode=1777',
      // The engine's own one has no limit on files.
      '/dev/shm': 'rw,noexec,nosuid,nodev,size=64m,nr_inodes=2000,mode=1777',
    },
  };
}
