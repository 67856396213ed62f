// What a pod needs to know of the Docker engine it runs on.
import type Docker from 'dockerode';
import type { Images } from './images.ts';
import { Gate } from './gate.ts';

export interface Engine {
  docker: Docker;
  /** Label of everything this installation makes: others may use the same engine. */
  platform: string;
  /** What runtimes and services are read from, such as sandboxes/. */
  folder: string;
  images: Images;
  cores: number;
  cgroups: { driver: 'cgroupfs' | 'systemd'; version: 1 | 2 };
  /** One sentence for scorecards. */
  description: string;
  /** Containers start slowly side by side: only a few pods open at once. */
  gate: Gate;
  /** When containers were ended for what they logged, in milliseconds of `performance.now`, by their id. */
  flooded: Map<string, number>;
}

interface Info {
  NCPU: number;
  CgroupDriver: string;
  CgroupVersion?: string;
  ServerVersion: string;
  KernelVersion: string;
  Driver: string;
  DefaultRuntime: string;
}

export async function readEngine(
  docker: Docker,
  { platform, folder, images }: Pick<Engine, 'platform' | 'folder' | 'images'>,
): Promise<Engine> {
  const info = (await docker.info()) as Info;
  const version = info.CgroupVersion === '2' ? 2 : 1;
  return {
    docker,
    platform,
    folder,
    images,
    cores: info.NCPU,
    cgroups: { driver: info.CgroupDriver === 'systemd' ? 'systemd' : 'cgroupfs', version },
    description: `Docker ${info.ServerVersion}, ${info.DefaultRuntime}, kernel ${info.KernelVersion}, cgroup v${version}, ${info.Driver}`,
    gate: new Gate(2),
    flooded: new Map(),
  };
}
