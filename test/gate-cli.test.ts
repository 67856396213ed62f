import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { grading, sound, soundGradings } from './support/author.ts';
import { judge } from '../api/grading/gate/gate.ts';
import { run } from '../api/cli/check.ts';
import { summary, verdict } from '../api/cli/findings.ts';

afterEach(() => vi.restoreAllMocks());

async function printed(args: string[]): Promise<{ code: number; text: string }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const code = await run(args);
  return { code, text: String(log.mock.calls.at(-1)?.[0]) };
}

test.each(['slow-catalogue', 'payments', 'shipping-quotes'])(
  'the files of %s pass the gate',
  async (slug) => {
    const { code, text } = await printed([slug, '--static', '--json']);
    expect(JSON.parse(text)).toEqual({
      challenge: slug,
      green: true,
      findings: [],
      gradings: [],
      calibration: null,
    });
    expect(code).toBe(0);
  },
);

test('what is wrong in a folder is red with its line, and nothing is graded', async () => {
  const root = await mkdtemp(join(tmpdir(), 'check-'));
  const folder = join(root, 'quotes');
  await cp('challenges/shipping-quotes', folder, { recursive: true });
  const yaml = await readFile(join(folder, 'challenge.yaml'), 'utf8');
  const spoil = (from: string, to: string) =>
    writeFile(join(folder, 'challenge.yaml'), yaml.replace(from, to));
  await spoil('hang: 1 }', 'hang: 0 }');
  const idle = await printed([folder]);
  expect(idle.code).toBe(1);
  expect(idle.text).toMatch(
    /^FAILED +challenge\.yaml\n +The drill dependency-kestrel changes nothing\n +Why: /,
  );
  expect(idle.text).toMatch(/quotes: RED\. Failed: 1\. Warnings: 0\. Nothing was graded\.$/);
  await spoil('minutes: 60', 'minutes: soon');
  const malformed = await printed([folder, '--static']);
  expect(malformed.code).toBe(1);
  expect(malformed.text).toContain('challenge.yaml:5\n          minutes: expected integer, got "soon"');
  await rm(root, { recursive: true });
});

test('bad input is told as such', async () => {
  await expect(run([])).rejects.toThrow('It takes a challenge');
  await expect(run(['fast-catalogue'])).rejects.toThrow(/Known ones: .*payments/);
  await expect(run(['payments', '--runtime', 'cobol'])).rejects.toThrow(/no runtime cobol/);
  await expect(run(['payments', '--loud'])).rejects.toThrow(/--loud/);
  await expect(run(['payments', '--only', 'best'])).rejects.toThrow(
    /no reference best for node\. Known ones: starter/,
  );
});

test('the report shows where every reference landed, and then what failed before what is doubtful', () => {
  const gradings = [
    ...soundGradings,
    grading('good', {
      band: 'meets',
      score: 60,
      performance: 70,
      failed: ['loses none'],
      down: ['kill'],
      seed: 2,
    }),
  ];
  const text = verdict({ name: 'parcels', challenge: sound, gradings, findings: judge(sound, gradings) });
  expect(text).toMatch(/^reference +gradings +declared +landed +score +performance +failed\nstarter /);
  expect(text).toMatch(
    /\ngood +2 +solid +solid, meets +60\.0 to 88\.0 +70\.0 to 75\.0 +checks\/rules drills\/kill\n/,
  );
  expect(text.indexOf('WARNING')).toBeGreaterThan(text.lastIndexOf('FAILED'));
  expect(text).toMatch(/\nparcels: RED\. Failed: \d+\. Warnings: 1\.$/);
});

test('as JSON each grading says what failed in it', () => {
  const { green, gradings } = summary({
    name: 'parcels',
    challenge: sound,
    gradings: soundGradings,
    findings: [],
  });
  expect(green).toBe(true);
  expect(gradings.find(({ reference }) => reference === 'cheat-memory')).toMatchObject({
    seed: 1,
    outcome: 'graded',
    band: 'meets',
    failed: ['drills/kill', 'rules/no-lost-writes'],
  });
});
