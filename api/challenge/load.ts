// Reads challenges from their folders. Whatever is wrong with one is said at once, with file and line.
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Calibrations, Challenge, Reference } from './challenge.ts';
import { crossCheck, isHidden } from './cross-check.ts';
import { ManifestError } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Manifest } from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import { readFolder } from './read-tree.ts';
import { hashOf, treeHash } from './tree.ts';
import type { Tree } from './tree.ts';

/** @throws ManifestError with every fault of the folder */
export async function loadChallenge(folder: string): Promise<Challenge> {
  const slug = basename(resolve(folder));
  const files = await readFolder(folder).catch((error: Error) => {
    throw new ManifestError(slug, [{ file: '', expected: 'a folder of plain files', actual: error.message }]);
  });
  const yaml = files.get('challenge.yaml');
  if (!yaml)
    throw new ManifestError(slug, [
      { file: 'challenge.yaml', expected: 'the manifest', actual: 'no such file' },
    ]);
  const { manifest, faults, lineOf } = parseManifest(yaml.toString('utf8'));
  const all: Fault[] = [...faults, ...crossCheck(files, manifest, lineOf)];
  if (!manifest || all.length > 0) throw new ManifestError(slug, all);
  return assemble(slug, manifest, files);
}

/**
 * @param folder holds one challenge per subfolder
 * @returns the challenges by slug
 * @throws AggregateError of a ManifestError per challenge that is not right
 */
export async function loadChallenges(folder: string): Promise<Map<string, Challenge>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  const results = await Promise.allSettled(folders.toSorted().map(loadChallenge));
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as Error] : [],
  );
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'));
  const challenges = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return new Map(challenges.map((challenge) => [challenge.slug, challenge]));
}

function assemble(slug: string, manifest: Manifest, files: Tree): Challenge {
  const {
    env = {},
    services = [],
    runtimes,
    categories,
    references,
    drills = [],
    examples = [],
    review = [],
    ...plain
  } = manifest;
  const starters = Object.fromEntries(runtimes.map((name) => [name, under(files, `starter/${name}/`)]));
  const suites = suitesOf(files);
  const calibration = files.get('calibration.json');
  return {
    ...plain,
    slug,
    env,
    drills,
    examples,
    review,
    brief: files.get('brief.md')?.toString('utf8') ?? '',
    services: Object.fromEntries(services.map((name) => [name, under(files, `services/${name}/`)])),
    categories: mapValues(categories, ({ mustFix = false, dimension = 'correctness', ...rest }) => ({
      ...rest,
      mustFix,
      dimension,
    })),
    stubs: under(files, 'stubs/'),
    starters,
    suites,
    references: mapValues(references, (declared, name) => ({
      ...declared,
      trees: referenceTrees(starters, byFolder(under(files, `references/${name}/`))),
    })),
    digest: digestOf(files),
    suiteDigest: digestOf(suites.hidden),
    calibrations: calibration ? (JSON.parse(calibration.toString('utf8')) as Calibrations) : {},
  };
}

/** A grading runs the visible checks too; what lies beside the two folders is shared by both. */
function suitesOf(files: Tree): Challenge['suites'] {
  const suite = [...files].filter(([path]) => /^(load|storm)\.ts$|^checks\//.test(path));
  return {
    visible: new Map(suite.filter(([path]) => !isHidden(path))),
    hidden: new Map(suite),
  };
}

/** Each runtime's starter with the reference's files over it. A reference without files for a runtime has none there. */
function referenceTrees(starters: Record<string, Tree>, overlays: Record<string, Tree>): Reference['trees'] {
  return mapValues(overlays, (overlay, runtime) => new Map([...(starters[runtime] ?? []), ...overlay]));
}

function under(files: Tree, prefix: string): Tree {
  const inside = [...files].filter(([path]) => path.startsWith(prefix));
  return new Map(inside.map(([path, content]) => [path.slice(prefix.length), content]));
}

function byFolder(files: Tree): Record<string, Tree> {
  const names = new Set([...files.keys()].map((path) => path.slice(0, path.indexOf('/'))));
  return Object.fromEntries([...names].map((name) => [name, under(files, `${name}/`)]));
}

function mapValues<From, To>(
  record: Record<string, From>,
  to: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value, name)]));
}

const digestOf = (files: Tree): string =>
  treeHash([...files].map(([path, content]) => [path, hashOf(content)]));
