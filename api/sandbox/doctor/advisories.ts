// Faults of the engine and its parts that code inside a container could use, and the versions that mended them. Not
// here: faults that need a hostile image (every image is built from our own recipes), a hostile client of the engine, or
// a part that Docker does not use.

export const components = ['Docker Engine', 'containerd', 'runc'] as const;
export type Component = (typeof components)[number];

interface Advisory {
  id: string;
  component: Component;
  /** The first version of each release line that holds the fix; lines before and between have none. */
  fixed: string[];
  /** What it gave. */
  gave: string;
  /** What stands against it here all the same. */
  stands?: string;
  source: string;
}

const advisories: Advisory[] = [
  {
    id: 'CVE-2026-41567',
    component: 'Docker Engine',
    fixed: ['29.5.1'],
    gave: 'programs of the container ran as root on the host when an archive was copied in',
    stands: 'no archive call is ever made for a container with a candidate’s files',
    source: 'GHSA-x86f-5xw2-fm2r',
  },
  {
    id: 'CVE-2026-41568',
    component: 'Docker Engine',
    fixed: ['29.5.1'],
    gave: 'files were made anywhere on the host when files were copied',
    stands: 'no archive call is ever made for a container with a candidate’s files',
    source: 'GHSA-vp62-88p7-qqf5',
  },
  {
    id: 'CVE-2026-42306',
    component: 'Docker Engine',
    fixed: ['29.5.1'],
    gave: 'mounts were led anywhere on the host when files were copied',
    stands: 'no archive call is ever made for a container with a candidate’s files',
    source: 'GHSA-rg2x-37c3-w2rh',
  },
  {
    id: 'CVE-2026-31431',
    component: 'Docker Engine',
    fixed: ['29.4.2'],
    gave: 'its own filter left AF_ALG open, through which a fault of the kernel changed files of other containers',
    stands: 'our filter closes AF_ALG',
    source: 'moby pull request 52501',
  },
  {
    id: 'CVE-2024-29018',
    component: 'Docker Engine',
    fixed: ['23.0.11', '25.0.5', '26.0.0-rc3'],
    gave: 'internal networks looked names up outside',
    stands: 'pods have no network of the engine',
    source: 'GHSA-mq39-4gv4-mvpx',
  },
  {
    id: 'CVE-2025-31133',
    component: 'runc',
    fixed: ['1.2.8', '1.3.3', '1.4.0-rc.3'],
    gave: 'masked paths became writable, and with them the host',
    source: 'GHSA-9493-h29p-rfm2',
  },
  {
    id: 'CVE-2025-52565',
    component: 'runc',
    fixed: ['1.2.8', '1.3.3', '1.4.0-rc.3'],
    gave: 'the console mount was led to files of the kernel',
    source: 'GHSA-qw9x-cqr3-wc7r',
  },
  {
    id: 'CVE-2025-52881',
    component: 'runc',
    fixed: ['1.2.8', '1.3.3', '1.4.0-rc.3'],
    gave: 'writes of runc to /proc were led elsewhere',
    source: 'GHSA-cgrx-mc8f-2prm',
  },
  {
    id: 'CVE-2024-45310',
    component: 'runc',
    fixed: ['1.1.14', '1.2.0-rc.3'],
    gave: 'empty files were made on the host by two containers that share a volume',
    source: 'GHSA-jfvp-7x6p-h2pv',
  },
  {
    id: 'CVE-2024-21626',
    component: 'runc',
    fixed: ['1.1.12'],
    gave: 'a folder of the host was left open for programs started in a container',
    source: 'GHSA-xr7r-f8xq-vfvv',
  },
  {
    id: 'CVE-2024-25621',
    component: 'containerd',
    fixed: ['1.7.29', '2.0.7', '2.1.5', '2.2.0'],
    gave: 'other users of the host could read and change what containers keep',
    source: 'GHSA-pwhc-rpq9-4c8w',
  },
];

/**
 * @param version as the component writes it, such as 20.10.24+dfsg1 or v1.7.30
 * @returns the advisories whose fix is not in that version's own numbering
 */
export function advisoriesOpenIn(component: Component, version: string): Advisory[] {
  const number = parse(version);
  return advisories.filter((each) => each.component === component && isBefore(number, each.fixed.map(parse)));
}

type Version = [major: number, minor: number, patch: number, candidate: number];

function parse(version: string): Version {
  const [, major, minor, patch, candidate] = /^v?(\d+)\.(\d+)\.(\d+)(?:-rc\.?(\d+))?/.exec(version) ?? [];
  return [
    Number(major),
    Number(minor),
    Number(patch),
    candidate === undefined ? Infinity : Number(candidate),
  ];
}

/** A version that cannot be read counts as before. */
function isBefore(version: Version, fixed: Version[]): boolean {
  const ownLine = fixed.find(([major, minor]) => major === version[0] && minor === version[1]);
  const last = fixed.at(-1) as Version;
  return !(compare(version, ownLine ?? last) >= 0);
}

function compare(a: Version, b: Version): number {
  for (const [index, part] of a.entries()) {
    const difference = part - (b[index] as number);
    if (difference !== 0 && part !== b[index]) return difference;
  }
  return 0;
}
