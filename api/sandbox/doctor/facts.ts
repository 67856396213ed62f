// What an operator should know of the machine. None of it is proof, so none of it keeps anyone out.
import type Docker from 'dockerode';
import { advisoriesOpenIn, type Component, components } from './advisories.ts';
import { run } from './attack.ts';
import type { Finding } from './finding.ts';
import type { Stage } from './stage.ts';

type Fact = Pick<Finding, 'id' | 'what' | 'result' | 'seen' | 'why' | 'mend'>;

interface Info {
  SecurityOptions: string[];
  Warnings?: string[] | null;
}

const enough = { diskGb: 10, memoryGb: 3, cores: 2 };
const tooLittle = { diskGb: 1 };

export async function readFacts({ engine, parts }: Stage): Promise<Finding[]> {
  const { docker, cores, cgroups } = engine;
  const info = (await docker.info()) as Info;
  const space = await run(
    parts['workspace']!.container,
    ['sh', '-c', 'df -k --output=avail /; cat /proc/meminfo'],
    [],
  );
  const facts = [
    ...(await versions(docker)),
    engineApi(info),
    userNamespaces(info),
    controlGroups(cgroups),
    disk(Number(space[1]) / 1024 ** 2),
    memory(Number(/^MemAvailable:\s+(\d+)/m.exec(space.join('\n'))?.[1]) / 1024 ** 2),
    processors(cores),
  ];
  return facts.map((fact) => ({ ...fact, kind: 'fact', group: 'Machine' }));
}

async function versions(docker: Docker): Promise<Fact[]> {
  const { Version, Components } = await docker.version();
  const found = new Map(Components.map((each) => [each.Name, each.Version]));
  return components.map((component) =>
    versionFact(component, component === 'Docker Engine' ? Version : found.get(component)),
  );
}

function versionFact(component: Component, version: string | undefined): Fact {
  const open = version === undefined ? [] : advisoriesOpenIn(component, version);
  const ids = open.map(({ id }) => id).join(', ');
  const stands = [...new Set(open.flatMap(({ stands: what }) => what ?? []))];
  const harmless = open.every(({ stands: what }) => what !== undefined)
    ? ` Here, all the same: ${stands.join('; ')}.`
    : '';
  return {
    id: component.toLowerCase().replace(' ', '-'),
    what: `Version of ${component}`,
    result: version === undefined || open.length > 0 ? 'warning' : 'ok',
    seen:
      version === undefined
        ? 'the engine does not tell'
        : open.length > 0
          ? `${version}, numbered before the fix of ${ids}.${harmless} The effects above were proved.`
          : version,
    why:
      open.length > 0
        ? `Through these faults, ${open.map(({ id, gave }) => `${gave} (${id})`).join('; ')}.`
        : 'Faults of old versions let code out of containers.',
    mend: `Update ${component}. A distribution may have carried the fixes back without a new number: see its own list of faults.`,
  };
}

function engineApi({ Warnings }: Info): Fact {
  const open = (Warnings ?? []).find((warning) => warning.includes('API is accessible'));
  return {
    id: 'engine-api',
    what: 'The engine listens on no network',
    result: open === undefined ? 'ok' : 'warning',
    seen: open ?? 'its local socket only',
    why: 'Whoever speaks to the engine is root on the host. No pod can, but others on your network might.',
    mend: 'Take tcp:// addresses out of the engine’s settings, or protect them with TLS client certificates.',
  };
}

function userNamespaces({ SecurityOptions }: Info): Fact {
  const on = SecurityOptions.some(
    (option) => option.includes('name=userns') || option.includes('name=rootless'),
  );
  return {
    id: 'user-namespaces',
    what: 'User namespaces',
    result: 'ok',
    seen: on
      ? 'users of containers are other users on the host'
      : 'users of containers are the same on the host; none of them is root',
    why: 'Where they are on, even root inside a container is nobody on the host.',
    mend: 'None needed.',
  };
}

function controlGroups({ version, driver }: Stage['engine']['cgroups']): Fact {
  return {
    id: 'cgroups',
    what: 'Control groups',
    result: 'ok',
    seen: `version ${version}, driver ${driver}`,
    why: 'They hold every limit above. Version 1 works, but new runc versions will drop it.',
    mend:
      version === 2
        ? 'None needed.'
        : 'Boot with version 2 when you next can (systemd.unified_cgroup_hierarchy=1).',
  };
}

function disk(freeGb: number): Fact {
  return {
    id: 'disk',
    what: 'Free space where the engine keeps images',
    result: freeGb < tooLittle.diskGb ? 'failed' : freeGb < enough.diskGb ? 'warning' : 'ok',
    seen: `${freeGb.toFixed(0)} GB`,
    why: 'Images and logs go there; pods do not start on a full disk.',
    mend: 'Make room (`docker image prune` takes images nobody uses), or give the engine a larger disk.',
  };
}

function memory(freeGb: number): Fact {
  return {
    id: 'memory-free',
    what: 'Free memory',
    result: freeGb < enough.memoryGb ? 'warning' : 'ok',
    seen: `${freeGb.toFixed(1)} GB`,
    why: `One grading, with two services and two databases, needs up to ${enough.memoryGb} GB.`,
    mend: 'Stop what else runs here, or use a machine with more memory.',
  };
}

function processors(cores: number): Fact {
  return {
    id: 'cores',
    what: 'Processor cores',
    result: cores < enough.cores ? 'warning' : 'ok',
    seen: String(cores),
    why: 'The services measured share one core; the load generators and everyone else need another.',
    mend: 'Use a machine with at least two cores.',
  };
}
