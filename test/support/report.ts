import type { FailedReport, GradedReport } from '../../api/grading/report.ts';

const measured = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 });

const base = {
  seed: 7,
  snapshot: 'a'.repeat(64),
  environment: {
    challenge: 'parcels',
    challengeDigest: 'd1',
    suiteDigest: 's1',
    runtime: 'node',
    reference: 'good',
    images: { node: 'sha256:1' },
    engine: 'Docker 28',
    host: { cpuModel: 'A CPU', cores: 2, memoryBytes: 1, kernel: '6.1' },
    plan: 'short',
    startedAt: '2026-01-01T00:00:00.000Z',
    seconds: 60,
  },
};

/** A report of a service that holds `rps` requests per second, of the 100 its brief asks for. */
export function gradedReport(changes: Partial<GradedReport> = {}): GradedReport {
  return {
    outcome: 'graded',
    ...base,
    band: 'solid',
    capped: null,
    score: measured(70),
    dimensions: [{ name: 'Correctness', value: 100, low: 100, high: 100, band: 'strong' }],
    goal: { percentile: 95, ms: 200, errorRate: 0.01, rps: 100 },
    knee: { rps: 310, low: 290, high: 330 },
    referenceKnee: { rps: 340, low: 320, high: 360 },
    ratios: {
      throughput: measured(0.9),
      cpuSaturated: measured(1),
      cpuSteady: measured(1),
      latencyP50: measured(1),
      latencyP95: measured(1),
      knee: measured(0.91),
    },
    checks: [
      { name: 'finds a parcel', category: 'rules', passed: true, mustFix: false, message: '' },
      { name: 'loses none', category: 'rules', passed: true, mustFix: true, message: '' },
    ],
    load: [
      { rps: 50, p50Ms: 5, p95Ms: 20, errorRate: 0, good: 50, meetsGoal: true },
      { rps: 120, p50Ms: 9, p95Ms: 44.6, errorRate: 0, good: 119, meetsGoal: true },
      { rps: 400, p50Ms: 900, p95Ms: null, errorRate: 0.4, good: 240, meetsGoal: false },
    ],
    referenceLoad: [],
    facts: {
      goodPerSecond: measured(300),
      cpuMsPerGoodRequest: measured(1.2),
      failures: { connection_refused: 3 },
    },
    ...changes,
  };
}

export function failedReport(
  outcome: FailedReport['outcome'],
  failure: Partial<FailedReport['failure']> = {},
): FailedReport {
  const whole = { stage: 'start' as const, code: 'did-not-start', reason: 'exit code 1', log: ['boom'] };
  return { outcome, ...base, failure: { ...whole, ...failure } };
}
