// What challenge.yaml and the files beside it must agree on.
import { database } from './drill.ts';
import type { Fault } from './fault.ts';
import type { Manifest } from './manifest.ts';
import type { LineOf } from './parse-manifest.ts';
import { checkSizes } from './tree.ts';
import type { Tree } from './tree.ts';

const yaml = 'challenge.yaml';

/** @returns every disagreement; without a manifest, only what the files alone can show */
export function crossCheck(files: Tree, manifest: Manifest | undefined, lineOf: LineOf): Fault[] {
  const paths = [...files.keys()];
  return [
    ...missingFiles(paths),
    ...strayFiles(paths),
    ...stubFaults(paths),
    ...(manifest
      ? [
          ...runtimeFaults(paths, manifest, lineOf),
          ...serviceFaults(paths, manifest, lineOf),
          ...referenceFaults(paths, manifest, lineOf),
          ...drillFaults(paths, manifest, lineOf),
          ...reviewFaults(manifest, lineOf),
          ...categoryFaults(files, manifest, lineOf),
          ...canaryFaults(files, manifest),
        ]
      : []),
    ...calibrationFaults(files),
    ...sizeFaults(files),
  ];
}

const needed: [pattern: RegExp, file: string, expected: string][] = [
  [/^brief\.md$/, 'brief.md', "the candidate's brief"],
  [/^load\.ts$/, 'load.ts', 'the load'],
  [/^starter\/[^/]+\/./, 'starter/', 'the files a candidate starts with, in starter/<runtime>/'],
  [/^checks\/visible\/.+\.test\.ts$/, 'checks/visible/', 'at least one *.test.ts'],
  [/^checks\/hidden\/.+\.test\.ts$/, 'checks/hidden/', 'at least one *.test.ts'],
];

function missingFiles(paths: string[]): Fault[] {
  return needed
    .filter(([pattern]) => !paths.some((path) => pattern.test(path)))
    .map(([, file, expected]) => ({ file, expected, actual: 'none' }));
}

const known =
  /^(challenge\.yaml|brief\.md|(load|storm)\.ts|calibration\.json|(starter|checks|services|stubs|references)\/.*)$/;

function strayFiles(paths: string[]): Fault[] {
  const expected = 'nothing but the files of a challenge';
  return paths
    .filter((path) => !known.test(path))
    .map((file) => ({ file, expected, actual: 'a file of another name' }));
}

const stub = /^stubs\/([a-z][a-z0-9-]*\.ts|[^/]+\/.+)$/;

function stubFaults(paths: string[]): Fault[] {
  const expected = 'stubs/<name>.ts, or a folder of what stubs share';
  return paths
    .filter((path) => path.startsWith('stubs/') && !stub.test(path))
    .map((file) => ({ file, expected, actual: 'a file of another name' }));
}

function drillFaults(paths: string[], { drills = [], services = [] }: Manifest, lineOf: LineOf): Fault[] {
  return drills.flatMap((drill, index) => {
    const place = { file: yaml, line: lineOf(['drills', String(index)]), path: `drills.${index}` };
    if (drill.kind === 'dependency' && !paths.includes(`stubs/${drill.stub}.ts`))
      return [{ ...place, expected: `a stub in stubs/${drill.stub}.ts`, actual: 'no such file' }];
    if (drill.kind.startsWith('database-') && !services.includes(database))
      return [{ ...place, expected: `the service ${database}`, actual: 'none' }];
    return [];
  });
}

function reviewFaults({ review = [] }: Manifest, lineOf: LineOf): Fault[] {
  return review.flatMap(({ id }, index) => {
    if (review.findIndex((item) => item.id === id) === index) return [];
    const path = ['review', String(index), 'id'];
    const expected = 'an id of its own for each item';
    return [{ file: yaml, line: lineOf(path), path: path.join('.'), expected, actual: id }];
  });
}

function serviceFaults(paths: string[], { services = [] }: Manifest, lineOf: LineOf): Fault[] {
  return folderFaults(paths, services, { key: 'services', folder: 'services', what: 'a seed' }, lineOf);
}

function runtimeFaults(paths: string[], { runtimes }: Manifest, lineOf: LineOf): Fault[] {
  return folderFaults(paths, runtimes, { key: 'runtimes', folder: 'starter', what: 'a starter' }, lineOf);
}

/** Every name that the manifest lists under `key` has a folder in `folder`, and every folder there such a name. */
function folderFaults(
  paths: string[],
  names: readonly string[],
  { key, folder, what }: { key: string; folder: string; what: string },
  lineOf: LineOf,
): Fault[] {
  const without = names.filter((name) => !paths.some((path) => path.startsWith(`${folder}/${name}/`)));
  return [
    ...without.map((name) => ({
      file: yaml,
      line: lineOf([key, String(names.indexOf(name))]),
      path: key,
      expected: `${what} in ${folder}/${name}/`,
      actual: 'no such folder',
    })),
    ...undeclared(paths, folder, names, key),
  ];
}

function referenceFaults(paths: string[], manifest: Manifest, lineOf: LineOf): Fault[] {
  const { references, duet } = manifest;
  const faults = undeclared(paths, 'references', Object.keys(references), 'references');
  if (!(duet in references)) {
    const expected = `one of the references ${Object.keys(references).join(', ')}`;
    faults.push({ file: yaml, line: lineOf(['duet']), path: 'duet', expected, actual: duet });
  }
  const own = Object.keys(references).flatMap((name) => treeFaults(name, paths, manifest, lineOf));
  return [...faults, ...own];
}

/** What is wrong with the runtimes that one reference has files for. */
function treeFaults(name: string, paths: string[], { runtimes, duet }: Manifest, lineOf: LineOf): Fault[] {
  const pattern = new RegExp(`^references/${name}/([^/]+)/`);
  const own = new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []));
  const strange = [...own].filter((runtime) => !runtimes.includes(runtime));
  const missing = name === duet ? runtimes.filter((runtime) => !own.has(runtime)) : [];
  const faults: Fault[] = [
    ...strange.map((runtime) => ({
      file: `references/${name}/${runtime}/`,
      expected: `a runtime of the challenge (${runtimes.join(', ')})`,
      actual: runtime,
    })),
    ...missing.map((runtime) => ({
      file: `references/${name}/${runtime}/`,
      expected: 'the duet reference in every runtime',
      actual: 'none',
    })),
  ];
  if (own.size > 0) return faults;
  const expected = `files in references/${name}/<runtime>/`;
  const line = lineOf(['references', name]);
  return [{ file: yaml, line, path: `references.${name}`, expected, actual: 'none' }];
}

function undeclared(paths: string[], folder: string, names: readonly string[], key: string): Fault[] {
  const found = new Set(
    paths.flatMap((path) => (path.startsWith(`${folder}/`) ? (path.split('/')[1] ?? []) : [])),
  );
  return [...found]
    .filter((name) => !names.includes(name))
    .map((name) => ({
      file: `${folder}/${name}`,
      expected: `a name that ${yaml} declares under ${key}`,
      actual: name,
    }));
}

function categoryFaults(files: Tree, { categories }: Manifest, lineOf: LineOf): Fault[] {
  const uses = [...files]
    .filter(([path]) => /^checks\/.+\.ts$/.test(path))
    .flatMap(([path, text]) => usesIn(path, text.toString('utf8')));
  const used = new Set(uses.map(({ category }) => category));
  const unused = Object.keys(categories).filter((name) => !used.has(name));
  const names = Object.keys(categories).join(', ');
  return [
    ...unused.map((name) => ({
      file: yaml,
      line: lineOf(['categories', name]),
      path: `categories.${name}`,
      expected: 'a category that some check uses',
      actual: 'no check that uses it',
    })),
    ...uses
      .filter(({ category }) => category === undefined || !(category in categories))
      .map(({ file, line, category }) => ({
        file,
        line,
        expected: `check('<category>', …) with one of ${names}`,
        actual: category ?? 'no literal category',
      })),
  ];
}

/** Every call of `check` and its first argument, when that is a literal: the source must say it without being run. */
function usesIn(file: string, text: string): { file: string; line: number; category: string | undefined }[] {
  return text.split('\n').flatMap((code, index, lines) => {
    if (!/^\s*check\(/.test(code)) return [];
    const call = `${code}${lines[index + 1] ?? ''}`;
    return [{ file, line: index + 1, category: /^\s*check\(\s*(['"])(.*?)\1/.exec(call)?.[2] }];
  });
}

/** Whether only the probe of a grading ever holds it. */
export const isHidden = (path: string): boolean => path === 'storm.ts' || path.startsWith('checks/hidden/');

/** What a candidate reads, or code of theirs can: whoever finds the canary there has found a leak. */
const open = /^(brief\.md$|starter\/|services\/|checks\/visible\/)/;

function canaryFaults(files: Tree, { canary, ...others }: Manifest): Fault[] {
  const hidden = [...files].filter(([path]) => isHidden(path));
  const seen = [...files].filter(([path, content]) => open.test(path) && content.includes(canary));
  const told = JSON.stringify(others).includes(canary) ? [yaml] : [];
  return [
    ...hidden
      .filter(([, content]) => !content.includes(canary))
      .map(([file]) => ({ file, expected: 'the canary in every hidden file', actual: 'none' })),
    ...[...seen.map(([file]) => file), ...told].map((file) => ({
      file,
      expected: 'no canary in what a candidate gets to see',
      actual: 'the canary',
    })),
  ];
}

/** What a candidate starts with must leave room below the limits of a workspace. */
function sizeFaults(files: Tree): Fault[] {
  const starter = [...files].filter(([path]) => path.startsWith('starter/'));
  try {
    checkSizes(new Map(starter.map(([path, content]) => [path, content.length])));
    return [];
  } catch (error) {
    return [{ file: 'starter/', expected: 'files that fit a workspace', actual: (error as Error).message }];
  }
}

const ratios = ['throughput', 'cpuSaturated', 'cpuSteady', 'latencyP50', 'latencyP95', 'knee'];

function calibrationFaults(files: Tree): Fault[] {
  const content = files.get('calibration.json');
  if (!content || areCalibrations(content.toString('utf8'))) return [];
  const expected = `for each runtime an object that gives ${ratios.join(', ')} each a positive "naive" and "strong"`;
  return [{ file: 'calibration.json', expected, actual: 'something else' }];
}

function areCalibrations(text: string): boolean {
  try {
    const each = Object.values(JSON.parse(text) as Record<string, Record<string, Record<string, unknown>>>);
    return each.every((value) =>
      ratios.every((name) => ['naive', 'strong'].every((side) => Number(value[name]?.[side]) > 0)),
    );
  } catch {
    return false;
  }
}
