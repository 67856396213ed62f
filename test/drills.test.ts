// Every drill on real pods, under load: each finds the fault that was planted for it in one service, and nothing in a
// sound one.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Drill } from '../api/challenge/drill.ts';
import type { Tree } from '../api/challenge/tree.ts';
import { runDrills } from '../api/grading/drills/drills.ts';
import { factOf } from '../api/grading/drills/fact.ts';
import { plans } from '../api/grading/plan.ts';
import type { DrillFact } from '../api/grading/report.ts';
import { openSide } from '../api/grading/side.ts';
import type { Sandboxes } from '../api/sandbox/sandboxes.ts';
import { drilled, faulty, sound } from './support/drilled.ts';
import { podSpec, testSandboxes } from './support/pods.ts';

const drills: Drill[] = [
  { kind: 'soak', seconds: 5 },
  { kind: 'dependency', stub: 'carrier', behaviour: { hang: 1 }, seconds: 2 },
  { kind: 'slow-clients' },
  { kind: 'overload' },
  { kind: 'database-pause', seconds: 2 },
  { kind: 'database-cut' },
  { kind: 'database-restart' },
  { kind: 'restart' },
  { kind: 'kill' },
];
const plan = { ...plans.short, drill: { beforeMs: 1000, recoverMs: 3000 } };

let sandboxes: Sandboxes;
let found: Record<'sound' | 'faulty', DrillFact[]>;
let measured: Promise<typeof found> | undefined;
const triedBefore = new Set<string>();
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
beforeEach(async ({ task }) => {
  // Who is tried again is measured again.
  if (triedBefore.has(task.id)) measured = undefined;
  triedBefore.add(task.id);
  found = await (measured ??= drillBoth());
}, 300_000);
afterAll(() => sandboxes?.close(), 60_000);

async function drillBoth(): Promise<typeof found> {
  const image = await sandboxes.serviceImage('postgres', drilled.services['postgres'] as Tree);
  const [good, bad] = await Promise.all([drill(sound, image), drill(faulty, image)]);
  return { sound: good, faulty: bad };
}

async function drill(tree: Tree, image: string): Promise<DrillFact[]> {
  const challenge = { ...drilled, drills };
  const { env, stubs } = challenge;
  const side = await openSide(sandboxes, {
    role: 'candidate',
    challenge,
    plan,
    spec: podSpec({ kind: 'grading', env, stubs, services: { postgres: image } }),
    tree,
    probeCore: undefined,
    signal: undefined,
    onPod: () => {},
    onStage: () => {},
  });
  const runs = await runDrills({ side, challenge, plan, seed: 3, signal: undefined, saturatedRps: 60 });
  await side.pod.remove();
  return runs.map(factOf);
}

function both(kind: Drill['kind']): [good: DrillFact, bad: DrillFact] {
  const of = (facts: DrillFact[]) => facts.find((fact) => fact.kind === kind) as DrillFact;
  return [of(found.sound), of(found.faulty)];
}

test('both answer well before anything is done to them', () => {
  for (const facts of [found.sound, found.faulty]) expect(facts).toHaveLength(drills.length);
  for (const { kind, before } of found.sound) expect(before, kind).toBeGreaterThan(0.9);
});

test('a soak finds memory that grows', () => {
  const [good, bad] = both('soak');
  expect(bad.memory?.bytesPerThousand).toBeGreaterThan(60_000_000);
  expect(good.memory?.bytesPerThousand).toBeLessThan((bad.memory?.bytesPerThousand ?? 0) / 2);
});

test('a third party that does not answer finds a call without a limit', () => {
  const [good, bad] = both('dependency');
  expect(good.what).toBe('carrier did not answer for 2 s');
  expect(good.during).toBeGreaterThan(0.8);
  expect(bad.during).toBeLessThan(0.6);
});

test('slow clients find places that are taken before the request was read', () => {
  const [good, bad] = both('slow-clients');
  expect(good.during).toBeGreaterThan((bad.during ?? 1) + 0.15);
  expect(bad.failures['timeout']).toBeGreaterThan(good.failures['timeout'] ?? 0);
});

test('an overload finds a queue without an end', () => {
  const [good, bad] = both('overload');
  expect(good.recoveryMs).not.toBeNull();
  expect(good.burst?.failures['refused']).toBeGreaterThan(100);
  expect(bad.burst?.failures['refused']).toBeUndefined();
  expect(bad.during).toBeLessThan(0.6);
  expect(bad.dropped).toBeGreaterThan(0);
});

test('a database that stands still finds a service that waits for it', () => {
  const [good, bad] = both('database-pause');
  expect(good.during).toBeGreaterThan(0.8);
  expect(bad.during).toBeLessThan(good.during ?? 0);
});

test('cut connections, and a database that was restarted, find a service that does not connect again', () => {
  for (const kind of ['database-cut', 'database-restart'] as const) {
    const [good, bad] = both(kind);
    expect(good.after, kind).toBeGreaterThan(0.9);
    expect(good.recoveryMs, kind).not.toBeNull();
    expect(bad.before, `${kind}: nothing to come back to`).toBeGreaterThan(0.5);
    expect(bad.recoveryMs, `${kind}: ${JSON.stringify(bad)}`).toBeNull();
  }
});

test('a restart finds a service that does not hear it', () => {
  const [good, bad] = both('restart');
  expect(good.what).toMatch(/ended with code 0 after \d/);
  expect(good.recoveryMs).not.toBeNull();
  expect(bad.what).toContain('had to be killed');
  expect(bad.dropped).toBeGreaterThan(good.dropped);
});

test('a kill finds a service that is slow to start over', () => {
  const [good, bad] = both('kill');
  expect(good.recoveryMs).not.toBeNull();
  expect(good.dropped).toBeGreaterThan(0);
  expect(bad.recoveryMs).toBeNull();
});
