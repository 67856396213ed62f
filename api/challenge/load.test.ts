import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManifestError } from './fault.ts';
import { loadChallenge, loadChallenges } from './load.ts';
import { Manifest } from './manifest.ts';

const yaml = `title: Doubler
summary: Doubles numbers.
kind: fix
minutes: 30
port: 8080
ready: /health
goal: { ms: 100, errorRate: 0.01, rps: 50 }
services: [postgres]
categories:
  sums: { title: Sums are right, weight: 2, mustFix: true }
  input: { title: Bad input is refused, weight: 1 }
references:
  good:
    bands: [solid]
duet: good
canary: canary-0123456789
runtimes: [node]
`;

const files: Record<string, string> = {
  'challenge.yaml': yaml,
  'brief.md': 'Double it.',
  'load.ts': 'export default [];',
  'starter/node/server.ts': 'slow',
  'starter/node/double.ts': 'n + n',
  'checks/truth.ts': 'export {};',
  'checks/visible/sums.test.ts': "check('sums', 'two', async () => {});",
  'checks/hidden/input.test.ts': "// canary-0123456789\ncheck(\n  'input',\n  'a letter', async () => {});",
  'services/postgres/1.sql': 'select 1;',
  'references/good/node/server.ts': 'fast',
};

const side = { naive: 0.5, strong: 2 };
const ratios = ['throughput', 'cpuSaturated', 'cpuSteady', 'latencyP50', 'latencyP95', 'knee'];
const anchors = Object.fromEntries(ratios.map((name) => [name, side]));

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'challenge-'));
  folder = join(root, 'doubler');
  for (const [path, content] of Object.entries(files)) await put(path, content);
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function faultsOf(): Promise<string[]> {
  const error = await loadChallenge(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ManifestError);
  return (error as ManifestError).message.split('\n');
}

test('a challenge is its manifest and its files', async () => {
  const challenge = await loadChallenge(folder);
  expect(challenge).toMatchObject({
    slug: 'doubler',
    env: {},
    brief: 'Double it.',
    categories: { sums: { mustFix: true }, input: { mustFix: false } },
    duet: 'good',
    calibrations: {},
  });
  expect([...(challenge.services['postgres'] ?? [])].map(([path]) => path)).toEqual(['1.sql']);
});

test('stubs and the dimensions of categories are read, and a stub of another name is a mistake', async () => {
  await put('stubs/bank.ts', 'export default 1;');
  await put('stubs/shared/money.ts', '');
  await put('challenge.yaml', yaml.replace('weight: 1 }', 'weight: 1, dimension: resilience }'));
  const { stubs, categories } = await loadChallenge(folder);
  expect([...stubs.keys()]).toEqual(['bank.ts', 'shared/money.ts']);
  expect(categories).toMatchObject({
    sums: { dimension: 'correctness' },
    input: { dimension: 'resilience' },
  });
  await put('stubs/Bank.md', '');
  expect(await faultsOf()).toEqual([
    'doubler/stubs/Bank.md: expected stubs/<name>.ts, or a folder of what stubs share, got a file of another name',
  ]);
});

test('a reference is the starter with its own files over it', async () => {
  const { references, starters } = await loadChallenge(folder);
  const text = (path: string) => references['good']?.trees['node']?.get(path)?.toString();
  expect(text('server.ts')).toBe('fast');
  expect(text('double.ts')).toBe('n + n');
  expect(starters['node']?.get('server.ts')?.toString()).toBe('slow');
});

test('hidden checks are in the hidden suite alone, the visible ones in both', async () => {
  const { suites } = await loadChallenge(folder);
  const shared = ['checks/truth.ts', 'checks/visible/sums.test.ts', 'load.ts'];
  expect([...suites.visible.keys()]).toEqual(shared);
  expect([...suites.hidden.keys()].toSorted()).toEqual(['checks/hidden/input.test.ts', ...shared]);
});

test('a storm is for the probe of a grading alone, and holds the canary', async () => {
  await put('storm.ts', '// canary-0123456789');
  const { suites } = await loadChallenge(folder);
  expect(suites.hidden.has('storm.ts')).toBe(true);
  expect(suites.visible.has('storm.ts')).toBe(false);
  await put('storm.ts', 'export default {};');
  expect(await faultsOf()).toHaveLength(1);
  expect(await faultsOf()).toContainEqual(expect.stringMatching(/storm\.ts.*canary/));
});

test('the suite digest changes with the suite, the digest with every file', async () => {
  const before = await loadChallenge(folder);
  await put('brief.md', 'Double it, please.');
  const after = await loadChallenge(folder);
  expect(after.digest).not.toBe(before.digest);
  expect(after.suiteDigest).toBe(before.suiteDigest);
  await put('load.ts', 'export default [1];');
  expect((await loadChallenge(folder)).suiteDigest).not.toBe(before.suiteDigest);
});

test('every mistake in the manifest is told at once, with its line', async () => {
  const wrong = yaml
    .replace('kind: fix', 'kind: repair')
    .replace('minutes: 30', 'minutes: soon')
    .replace('port: 8080', 'port: 80')
    .replace('ready: /health', 'ready: health')
    .replace('ms: 100, ', '')
    .replace('weight: 1 }', 'weight: 1, colour: red }')
    .replace('[solid]', '[solid, superb]')
    .replace('duet: good\n', '');
  await put('challenge.yaml', `${wrong}colour: red\n`);
  const faults = await faultsOf();
  const expected = [
    'doubler/challenge.yaml:3: kind: expected one of fix, build, got "repair"',
    'doubler/challenge.yaml:4: minutes: expected integer, got "soon"',
    'doubler/challenge.yaml:5: port: expected >= 1024, got 80',
    'doubler/challenge.yaml:6: ready: expected match pattern "^/[^\\s]*$", got "health"',
    'doubler/challenge.yaml:7: goal.ms: expected a value, got nothing',
    'doubler/challenge.yaml:11: categories.input.colour: expected only the keys title, weight, mustFix, dimension, inBrief, got the key colour',
    'doubler/challenge.yaml:14: references.good.bands.1: expected one of below, meets, solid, strong, got "superb"',
    'doubler/challenge.yaml:1: duet: expected a value, got nothing',
  ];
  for (const fault of expected) expect(faults).toContain(fault);
  expect(
    faults.find((fault) => fault.includes('doubler/challenge.yaml:17: colour: expected only the keys')),
  ).toBeDefined();
  expect(faults).toHaveLength(expected.length + 1);
});

test('YAML that cannot be read is told with its line', async () => {
  await put('challenge.yaml', 'title: Doubler\nkind: [fix\n');
  expect((await faultsOf())[0]).toMatch(/^doubler\/challenge\.yaml:\d: expected well-formed YAML, got /);
});

test('an empty manifest and a missing one are told', async () => {
  await put('challenge.yaml', '');
  expect((await faultsOf())[0]).toContain('challenge.yaml:1: expected object, got null');
  await rm(join(folder, 'challenge.yaml'));
  expect(await faultsOf()).toEqual(['doubler/challenge.yaml: expected the manifest, got no such file']);
});

test('the manifest and the files must agree', async () => {
  await put('challenge.yaml', yaml.replace('duet: good', 'duet: best').replace('  input:', '  speed:'));
  await put('references/fast/node/server.ts', 'fast');
  await put('references/good/cobol/server.cob', 'MOVE');
  await put('services/redis/dump', '');
  await put('notes.txt', 'do not forget');
  await put('checks/hidden/more.test.ts', "\ncheck(category, 'three', async () => {});");
  await put('starter/node/leak.ts', '// canary-0123456789');
  await put('calibration.json', '{"knee": 3}');
  expect((await faultsOf()).toSorted()).toEqual([
    'doubler/calibration.json: expected for each runtime an object that gives throughput, cpuSaturated, cpuSteady, latencyP50, latencyP95, knee each a positive "naive" and "strong", got something else',
    'doubler/challenge.yaml:11: categories.speed: expected a category that some check uses, got no check that uses it',
    'doubler/challenge.yaml:15: duet: expected one of the references good, got best',
    "doubler/checks/hidden/input.test.ts:2: expected check('<category>', …) with one of sums, speed, got input",
    'doubler/checks/hidden/more.test.ts: expected the canary in every hidden file, got none',
    "doubler/checks/hidden/more.test.ts:2: expected check('<category>', …) with one of sums, speed, got no literal category",
    'doubler/notes.txt: expected nothing but the files of a challenge, got a file of another name',
    'doubler/references/fast: expected a name that challenge.yaml declares under references, got fast',
    'doubler/references/good/cobol/: expected a runtime of the challenge (node), got cobol',
    'doubler/services/redis: expected a name that challenge.yaml declares under services, got redis',
    'doubler/starter/node/leak.ts: expected no canary in what a candidate gets to see, got the canary',
  ]);
});

test('the canary is nowhere that a candidate looks', async () => {
  const seen = ['brief.md', 'services/postgres/2.sql', 'checks/visible/more.test.ts'];
  for (const path of seen) await put(path, '-- canary-0123456789');
  await put('challenge.yaml', `${yaml}env: { HINT: canary-0123456789 }\n`);
  expect((await faultsOf()).toSorted()).toEqual(
    ['brief.md', 'challenge.yaml', 'checks/visible/more.test.ts', 'services/postgres/2.sql'].map(
      (file) => `doubler/${file}: expected no canary in what a candidate gets to see, got the canary`,
    ),
  );
});

test('what is planted in a reference, and what fails in it for that, is read', async () => {
  const declared = '{ bands: [below], role: wrong, fails: [checks/sums], perhaps: [checks, performance] }';
  await put('challenge.yaml', yaml.replace('  good:', `  wrong: ${declared}\n  good:`));
  await put('references/wrong/node/server.ts', 'n * 3');
  expect((await loadChallenge(folder)).references['wrong']).toMatchObject({
    role: 'wrong',
    fails: ['checks/sums'],
    perhaps: ['checks', 'performance'],
  });
  await put('challenge.yaml', yaml.replace('    bands: [solid]', '    bands: [solid]\n    fails: [luck]'));
  expect((await faultsOf())[0]).toContain('references.good.fails.0: expected match pattern');
});

test('what people are to answer is read, and mistakes in it are told with their lines', async () => {
  const item = (id: string) =>
    `  - { id: ${id}, statement: Sums are made in one place., good: true, why: Two places differ. }\n`;
  await put('challenge.yaml', `${yaml}review:\n${item('one')}${item('two')}`);
  expect((await loadChallenge(folder)).review).toMatchObject([{ id: 'one', good: true }, { id: 'two' }]);
  await put('challenge.yaml', `${yaml}review:\n${item('one')}${item('two')}${item('one')}`);
  expect(await faultsOf()).toEqual([
    'doubler/challenge.yaml:21: review.2.id: expected an id of its own for each item, got one',
  ]);
  const wrong = item('one').replace('good: true', 'good: perhaps').replace(', why: Two places differ.', '');
  await put('challenge.yaml', `${yaml}review:\n${wrong}`);
  expect((await faultsOf()).toSorted()).toEqual([
    'doubler/challenge.yaml:19: review.0.good: expected boolean, got "perhaps"',
    'doubler/challenge.yaml:19: review.0.why: expected a value, got nothing',
  ]);
});

test('missing parts are told by name', async () => {
  for (const part of ['brief.md', 'load.ts', 'starter', 'services', 'references', 'checks/visible'])
    await rm(join(folder, part), { recursive: true });
  expect((await faultsOf()).toSorted()).toEqual([
    "doubler/brief.md: expected the candidate's brief, got none",
    'doubler/challenge.yaml:10: categories.sums: expected a category that some check uses, got no check that uses it',
    'doubler/challenge.yaml:13: references.good: expected files in references/good/<runtime>/, got none',
    'doubler/challenge.yaml:17: runtimes: expected a starter in starter/node/, got no such folder',
    'doubler/challenge.yaml:8: services: expected a seed in services/postgres/, got no such folder',
    'doubler/checks/visible/: expected at least one *.test.ts, got none',
    'doubler/load.ts: expected the load, got none',
    'doubler/starter/: expected the files a candidate starts with, in starter/<runtime>/, got none',
  ]);
});

test('runtimes come in the order of the manifest, and a reference may have some of them', async () => {
  await put('challenge.yaml', yaml.replace('[node]', '[python, node]'));
  await put('starter/python/server.py', 'slow');
  await put('references/good/python/server.py', 'fast');
  await put('calibration.json', JSON.stringify({ python: anchors }));
  const { starters, references, calibrations } = await loadChallenge(folder);
  expect(Object.keys(starters)).toEqual(['python', 'node']);
  expect(Object.keys(references['good']?.trees ?? {})).toEqual(['node', 'python']);
  expect(Object.keys(calibrations)).toEqual(['python']);
});

test('every runtime needs a starter and the duet reference, and none may go undeclared', async () => {
  await put('challenge.yaml', yaml.replace('[node]', '[node, go]'));
  await put('starter/ruby/server.rb', 'slow');
  expect((await faultsOf()).toSorted()).toEqual([
    'doubler/challenge.yaml:17: runtimes: expected a starter in starter/go/, got no such folder',
    'doubler/references/good/go/: expected the duet reference in every runtime, got none',
    'doubler/starter/ruby: expected a name that challenge.yaml declares under runtimes, got ruby',
  ]);
});

test('a starter beyond the limits of a workspace is refused', async () => {
  await put('starter/node/dump.sql', 'x'.repeat(1_000_001));
  expect(await faultsOf()).toEqual([
    'doubler/starter/: expected files that fit a workspace, got starter/node/dump.sql is larger than 1 MB',
  ]);
});

test('a link in a challenge is refused', async () => {
  await symlink('/etc/passwd', join(folder, 'starter/node/users.txt'));
  expect((await faultsOf())[0]).toContain('starter/node/users.txt is a link');
});

test('all challenges of a folder are loaded, and the faults of all are told', async () => {
  expect([...(await loadChallenges(root)).keys()]).toEqual(['doubler']);
  await mkdir(join(root, 'tripler'));
  await put('brief.md', 'x');
  await rm(join(folder, 'load.ts'));
  await expect(loadChallenges(root)).rejects.toThrow(
    /doubler\/load\.ts: .*\n.*tripler\/challenge\.yaml: expected the manifest/,
  );
});

test('schema.json for editors is the schema that is used', async () => {
  const written = await readFile(new URL('../../challenges/schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(Manifest)));
});

test('our own challenges load', async () => {
  const challenges = await loadChallenges(new URL('../../challenges', import.meta.url).pathname);
  expect(challenges.get('slow-catalogue')?.starters['node']?.has('server.ts')).toBe(true);
});

test('our own challenges ask people for both answers, so that one who always says the same tells nothing', async () => {
  const challenges = await loadChallenges(new URL('../../challenges', import.meta.url).pathname);
  for (const slug of ['slow-catalogue', 'payments', 'shipping-quotes']) {
    const { review } = challenges.get(slug)!;
    expect(review.length, slug).toBeGreaterThanOrEqual(5);
    expect(review.filter(({ good }) => good).length, slug).toBeGreaterThanOrEqual(2);
    expect(review.filter(({ good }) => !good).length, slug).toBeGreaterThanOrEqual(2);
  }
});

test('the challenge of the kill matrix, which runs by itself, is still one', async () => {
  expect([...(await loadChallenges('test/kill/challenges')).keys()]).toEqual(['pulse']);
});
