// The containers and volumes of a pod, as Docker is asked for them.
import type Docker from 'dockerode';
import { readRuntime, readService, type Runtime, type Service } from './catalogue.ts';
import { cgroupParent } from './cgroup.ts';
import type { Engine } from './engine.ts';
import { orAlready } from './faults.ts';
import { candidate, hardened, type Place } from './harden.ts';
import { SandboxError, type PodSpec } from './sandboxes.ts';
import { limitSockets } from './sockets.ts';

/** What is known of a pod before any of it exists. */
export interface Plan {
  engine: Engine;
  id: string;
  spec: PodSpec;
  runtime: Runtime;
  services: Record<string, Service>;
  /** Image of the runtime. */
  image: string;
}

export async function planPod(engine: Engine, id: string, spec: PodSpec): Promise<Plan> {
  const image = engine.images.runtimes[spec.runtime];
  if (image === undefined) throw new SandboxError(`there is no runtime ${spec.runtime}`);
  const services: Record<string, Service> = {};
  for (const name of Object.keys(spec.services)) services[name] = await readService(engine.folder, name);
  return { engine, id, spec, runtime: await readRuntime(engine.folder, spec.runtime), services, image };
}

function labels(plan: Plan): Record<string, string> {
  return {
    'proofload.platform': plan.engine.platform,
    'proofload.pod': plan.id,
    'proofload.owner': plan.spec.owner,
    'proofload.kind': plan.spec.kind,
  };
}

/** Creates, without starting it, one container of the pod. */
export function createPart(
  plan: Plan,
  part: string,
  options: Docker.ContainerCreateOptions,
): Promise<Docker.Container> {
  return plan.engine.docker.createContainer({
    name: partName(plan, part),
    ...options,
    Labels: { ...labels(plan), 'proofload.part': part },
  });
}

/** Starts one container of the pod; that it runs already is no error. */
export async function startPart(plan: Plan, container: Docker.Container): Promise<void> {
  await orAlready(container.start());
  await limitSockets(plan.engine, plan.id, container.id);
}

/** @returns one container of the pod, whether or not there is one */
export function findPart(plan: Plan, part: string): Docker.Container {
  return plan.engine.docker.getContainer(partName(plan, part));
}

function partName(plan: Plan, part: string): string {
  return `proofload-${plan.id}-${part}`;
}

/**
 * The container whose loopback the others share. It runs no one's code, and keeps every volume mounted: one in memory is
 * gone when nobody holds it, and a database that is restarted must find its data.
 */
export async function createHolder(plan: Plan): Promise<Docker.Container> {
  const limits = { memoryMb: 32, pids: 16, cpus: 1 };
  const data = Object.keys(plan.services).map(async (name) => ({
    ...(await dataMount(plan, name)),
    Target: `/kept/${name}`,
  }));
  const mounts = await Promise.all([workspaceMount(plan), ...data]);
  return createPart(plan, 'holder', {
    Image: plan.image,
    // The others take its name too: what a candidate reads in the terminal.
    Hostname: 'sandbox',
    User: candidate,
    Cmd: ['sleep', 'infinity'],
    HostConfig: {
      ...hardened(limits, place(plan, 'none')),
      Mounts: mounts.map((mount) => ({ ...mount, ReadOnly: true })),
    },
  });
}

/** Where files go in and out, builds run and the terminal lives. */
export function createWorkspace(plan: Plan): Promise<Docker.Container> {
  return createRuntime(plan, 'workspace', ['sleep', 'infinity']);
}

/** The candidate's service. Unlike sh, bash gives way to the command, which so hears of being stopped. */
export function createService(plan: Plan): Promise<Docker.Container> {
  return createRuntime(plan, 'service', ['bash', '-c', startCommand(plan)]);
}

/** The candidate's service for one start only: once started it waits for SIGCONT, so that files can come later. */
export function createServiceAhead(plan: Plan): Promise<Docker.Container> {
  const wait = 'kill -STOP $$; exec bash -c "$0"';
  return createRuntime(plan, 'ahead', ['bash', '-c', wait, startCommand(plan)]);
}

function startCommand(plan: Plan): string {
  return plan.spec.commands?.start ?? plan.runtime.start;
}

async function createRuntime(plan: Plan, part: string, command: string[]): Promise<Docker.Container> {
  const home = '/home/candidate';
  const hostConfig = hardened(plan.runtime, place(plan, loopback(plan)));
  return createPart(plan, part, {
    Image: plan.image,
    User: candidate,
    Cmd: command,
    Env: Object.entries(plan.spec.env).map(([name, value]) => `${name}=${value}`),
    WorkingDir: '/workspace',
    HostConfig: {
      ...hostConfig,
      Mounts: [await workspaceMount(plan)],
      Tmpfs: {
        ...hostConfig.Tmpfs,
        [home]: 'rw,exec,nosuid,nodev,size=32m,nr_inodes=5000,uid=10001,gid=10001,mode=700',
      },
    },
  });
}

/** A service the challenge brings, such as its database, with its data on a volume of its own. */
export async function createDependency(plan: Plan, name: string): Promise<Docker.Container> {
  const service = plan.services[name] as Service;
  return createPart(plan, name, {
    Image: plan.spec.services[name],
    User: `${service.user}:${service.user}`,
    HostConfig: {
      ...hardened(service, place(plan, loopback(plan))),
      Mounts: [await dataMount(plan, name)],
    },
  });
}

async function dataMount(plan: Plan, name: string): Promise<Docker.MountSettings> {
  const { data, user } = plan.services[name] as Service;
  return { Type: 'volume', Source: await createVolume(plan, name, data, user), Target: data.path };
}

export function loopback(plan: Plan): string {
  return `container:${partName(plan, 'holder')}`;
}

async function workspaceMount(plan: Plan): Promise<Docker.MountSettings> {
  const source = await createVolume(plan, 'workspace', plan.runtime.workspace, 10001);
  return { Type: 'volume', Source: source, Target: '/workspace' };
}

/** A volume in memory: the one kind with a quota that needs no special file system. Making it twice is no error. */
export async function createVolume(
  plan: Plan,
  part: string,
  size: { mb: number; inodes: number },
  uid: number,
): Promise<string> {
  const name = `proofload-${plan.id}-${part}`;
  await plan.engine.docker.createVolume({
    Name: name,
    Driver: 'local',
    DriverOpts: {
      type: 'tmpfs',
      device: 'tmpfs',
      o: `size=${size.mb}m,nr_inodes=${size.inodes},uid=${uid},gid=${uid},mode=700,nosuid,nodev`,
    },
    Labels: labels(plan),
  });
  return name;
}

function place(plan: Plan, network: string): Place {
  return {
    network,
    cgroupParent: cgroupParent(plan.engine, plan.id),
    cpuset: plan.spec.cpuset,
    cores: plan.engine.cores,
  };
}
