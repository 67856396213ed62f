// Phases on simulated sides: two services of a known speed, seconds of a known noise.
import { describe, expect, test } from 'vitest';
import { normal, seedFrom, uniform } from '../../sandboxes/probe/random.ts';
import type { LoadPhase, WindowLine } from '../../sandboxes/probe/observation.ts';
import { narrowPhase } from './duet.ts';
import { aims, openPoints, Spare } from './narrow.ts';
import { type Plan, plans } from './plan.ts';
import type { Side } from './side.ts';

const { full, short } = plans;
const second = 1000;
const settings = {
  mode: 'closed',
  connections: 16,
  rate: 0,
  seed: 5,
  durationMs: 12 * second,
  drainMs: 0,
} as const;

/** @param noise of a second's good answers, as a standard deviation of their logarithm; each side has its own */
async function phase(
  noise: number,
  { plan = full, spareMs = 60 * second }: { plan?: Plan; spareMs?: number } = {},
) {
  const asked: LoadPhase[] = [];
  const duet = { candidate: sideOf('candidate', noise, asked), reference: sideOf('reference', noise, []) };
  const spare = new Spare(spareMs);
  const open = (paired: Parameters<typeof openPoints>[1]) => openPoints('saturated', paired, undefined, 5);
  const paired = await narrowPhase(duet, 'saturated', settings, { plan, spare, open });
  return { paired, asked, open: open(paired) };
}

describe('a phase', () => {
  test('is as long as planned when its seconds agree', async () => {
    const { paired, asked, open } = await phase(0.02);
    expect(asked.map(({ durationMs }) => durationMs)).toEqual([12_000]);
    expect(paired.valid).toHaveLength(12);
    expect(open).toBeLessThan(aims.phase);
  });

  test('goes on while they do not, each time with other requests, until they do', async () => {
    const { paired, asked, open } = await phase(0.17);
    const added = asked.slice(1);
    expect(added.length).toBeGreaterThan(0);
    expect(added.every(({ durationMs }) => durationMs === full.narrow.addMs)).toBe(true);
    expect(new Set(asked.map(({ seed }) => seed)).size).toBe(asked.length);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
    expect(paired.valid).toHaveLength(12 + 4 * added.length);
    expect([paired.candidate.length, paired.reference.length]).toEqual([
      paired.valid.length,
      paired.valid.length,
    ]);
    expect(open).toBeLessThan(aims.phase);
  });

  test('ends at its longest, and leaves open what it leaves open', async () => {
    const { paired, open } = await phase(0.6);
    expect(paired.valid).toHaveLength(full.narrow.mostMs / second);
    expect(open).toBeGreaterThan(aims.phase);
  });

  test('takes no more than there is to spare', async () => {
    expect((await phase(0.6, { spareMs: 4000 })).paired.valid).toHaveLength(16);
    expect((await phase(0.6, { spareMs: 3999 })).paired.valid).toHaveLength(12);
  });

  test('of a short plan is never longer', async () => {
    expect((await phase(0.6, { plan: short })).asked).toHaveLength(1);
  });
});

test('more seconds leave less open, what both sides suffer alike leaves nothing, and so does a hopeless service', async () => {
  const widths = await Promise.all(
    [12, 48].map(async (count) => {
      const { paired } = await phase(0.2, { spareMs: 0 });
      const times = Array.from({ length: count / 12 }, () => paired);
      const all = {
        candidate: times.flatMap(({ candidate }) => candidate),
        reference: times.flatMap(({ reference }) => reference),
        valid: times.flatMap(({ valid }) => valid),
      };
      return openPoints('saturated', all, undefined, 5);
    }),
  );
  expect(widths[1]! / widths[0]!).toBeGreaterThan(0.3);
  expect(widths[1]! / widths[0]!).toBeLessThan(0.7);
  const { paired } = await phase(0.4, { spareMs: 0 });
  expect(openPoints('saturated', { ...paired, candidate: paired.reference }, undefined, 5)).toBe(0);
  const hopeless = paired.candidate.map((each) => ({ ...each, good: 0 }));
  expect(openPoints('saturated', { ...paired, candidate: hopeless }, undefined, 5)).toBe(0);
});

/** A side that ends a phase at once, with the windows the noise makes of it. */
function sideOf(role: Side['role'], noise: number, asked: LoadPhase[]): Side {
  const run = (command: Omit<LoadPhase, 'type'>) => {
    asked.push({ type: 'phase', ...command });
    const next = uniform(seedFrom(role, command.seed));
    const windows = Array.from({ length: command.durationMs / second }, (_, index) => index).map((index) =>
      windowAt(command, index, Math.round(300 * Math.exp(noise * normal(next)))),
    );
    return Promise.resolve(windows);
  };
  const cpu = () => Promise.resolve({ atMs: 0, usedMs: 0 });
  return {
    role,
    pod: { cpu, memory: () => Promise.resolve(0), statements: () => Promise.resolve(null) },
    stubs: [],
    generator: { run },
  } as unknown as Side;
}

function windowAt({ id, startAtMs }: Omit<LoadPhase, 'type'>, index: number, good: number): WindowLine {
  return {
    type: 'window',
    phase: id,
    index,
    startMs: startAtMs + index * second,
    ms: second,
    scheduled: good,
    sent: good,
    good,
    failures: {},
    latencies: [],
    samples: '',
    lagP99Ms: 1,
    cpuShare: 0.1,
    stolenShare: 0,
  };
}
