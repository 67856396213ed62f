import type { DrillFact, FailedReport, GradedReport, InvariantFact } from '../../api/grading/report.ts';

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

/** A fault that the service got over within a second. */
export function drillFact(changes: Partial<DrillFact> = {}): DrillFact {
  return {
    kind: 'kill',
    what: 'The service was killed, and started again',
    measured: true,
    rps: 120,
    before: 1,
    during: 0.2,
    after: 0.99,
    dropped: 41,
    failures: { connection: 38, timeout: 3 },
    recoveryMs: 800,
    limitMs: 10_000,
    exits: 0,
    memory: null,
    burst: null,
    storm: null,
    ...changes,
  };
}

/** A rule that held. */
export function invariantFact(changes: Partial<InvariantFact> = {}): InvariantFact {
  return {
    rule: 'exactly-once',
    title: 'A request with one key moves money once, however often it is sent',
    checked: 214,
    violations: 0,
    examples: [],
    ...changes,
  };
}

const kept = 'Money moves between accounts and cards, is neither made nor lost, and no account is below 0';

/** A report with something of everything: a service that is quick, and not to be trusted with money. */
export function fullReport(): GradedReport {
  const check = (category: string, name: string, message = '', mustFix = false) => {
    return { category, name, message, passed: message === '', mustFix };
  };
  const summed = invariantFact({
    rule: 'aggregates-equal-details',
    title: 'A balance is the sum of its entries',
  });
  const broken = invariantFact({
    rule: 'conserved',
    title: kept,
    checked: 612,
    violations: 4,
    examples: [{ key: 'account 30117', expected: 'a balance of 482,113', seen: '497,120' }],
  });
  const stormed = [
    invariantFact(),
    broken,
    summed,
    { ...summed, title: 'The provider takes the money of a charge once' },
  ];
  const again = stormed.map(({ title, checked }) => ({ title, checked, violations: 0 }));
  return gradedReport({
    band: 'meets',
    capped: `Must be fixed: A transfer that is sent twice moves money once; ${kept}`,
    score: { value: 74.2, low: 69.1, high: 78.8 },
    environment: {
      ...base.environment,
      challenge: 'payments',
      plan: 'full',
      anchors: 'calibrated',
      seconds: 228.4,
    },
    dimensions: [
      { name: 'Correctness', value: 75, low: 75, high: 75, band: 'solid' },
      { name: 'Performance', value: 81.2, low: 74, high: 88, band: 'solid' },
      { name: 'Resilience', value: 66, low: 58, high: 72, band: 'meets' },
      { name: 'Data integrity & security', value: 54.4, low: 54.4, high: 54.4, band: 'meets' },
    ],
    categories: {
      contract: { title: 'Answers have the agreed shape and the right values', dimension: 'correctness' },
      provider: {
        title: 'A slow, failing or hanging provider stops nothing and loses nothing',
        dimension: 'resilience',
      },
      once: { title: 'What is sent twice happens once, here and at the provider', dimension: 'integrity' },
      injection: { title: 'Text from the outside never becomes SQL', dimension: 'integrity' },
    },
    kneeMarks: { naive: 0.12, strong: 1.4 },
    checks: [
      check('contract', 'A charge says what became of it'),
      check(
        'contract',
        'An account that does not exist is 404',
        '/accounts/9: expected 500 to be 404 // Object.is equality',
      ),
      check('provider', 'While the provider hangs, balances are answered at once'),
      check('once', 'A charge that is sent twice is one charge', '', true),
      check(
        'once',
        'A transfer that is sent twice moves money once',
        'the balance after both: expected 88000 to be 94000 // Object.is equality',
        true,
      ),
      check(
        'once',
        'Twenty who send the same at once get one answer',
        'the new entries: not within 1000 ms',
        true,
      ),
      check('injection', 'An account that is SQL is no account', '', true),
    ],
    load: [
      { rps: 25, p50Ms: 4, p95Ms: 18, errorRate: 0, good: 25, meetsGoal: true },
      { rps: 60, p50Ms: 5, p95Ms: 21, errorRate: 0, good: 60, meetsGoal: true },
      { rps: 120, p50Ms: 7, p95Ms: 33, errorRate: 0.002, good: 119.8, meetsGoal: true },
      { rps: 170, p50Ms: 9, p95Ms: 44.6, errorRate: 0, good: 169, meetsGoal: true },
      { rps: 290, p50Ms: 31, p95Ms: 150, errorRate: 0.004, good: 289, meetsGoal: true },
      { rps: 340, p50Ms: 160, p95Ms: 308, errorRate: 0.03, good: 330, meetsGoal: false },
      { rps: 460, p50Ms: 900, p95Ms: null, errorRate: 0.41, good: 271, meetsGoal: false },
    ],
    referenceLoad: [
      { rps: 25, p50Ms: 3, p95Ms: 14, errorRate: 0, good: 25, meetsGoal: true },
      { rps: 120, p50Ms: 4, p95Ms: 19, errorRate: 0, good: 120, meetsGoal: true },
      { rps: 290, p50Ms: 12, p95Ms: 70, errorRate: 0, good: 290, meetsGoal: true },
      { rps: 460, p50Ms: 200, p95Ms: 900, errorRate: 0.02, good: 450, meetsGoal: false },
    ],
    invariants: [...stormed, ...stormed.map((each) => ({ ...each, violations: 0, examples: [] }))],
    drills: [
      drillFact({ storm: { unreadable: null, invariants: again } }),
      drillFact({
        kind: 'dependency',
        what: 'provider answered 1500 ms late, notified twice for 5 s',
        during: 0.31,
        after: 0.62,
        dropped: 1204,
        failures: { timeout: 1100, 'server-error': 104 },
        recoveryMs: null,
      }),
      drillFact({
        kind: 'database-restart',
        what: 'The database was killed and started again',
        recoveryMs: 2400,
      }),
      drillFact({ kind: 'overload', what: '480 requests per second came on top for 4 s', measured: false }),
      drillFact({
        kind: 'soak',
        what: 'The load went on for 20 s while its memory was watched',
        dropped: 0,
        failures: {},
        memory: { startBytes: 81e6, endBytes: 83e6, bytesPerThousand: 130_000 },
      }),
    ],
    facts: {
      goodPerSecond: measured(342),
      cpuMsPerGoodRequest: measured(1.4),
      failures: { timeout: 12, refused: 3 },
    },
  });
}
