// How long a grading loads a service, and how. Plain data: the same for every submission of a challenge.

export interface Plan {
  name: string;
  /** Fresh pair of pods each; one boot differs from the next by some percent, with a database in it. */
  boots: number;
  /** How long a service may take from its start to its first answer. */
  readyMs: number;
  warmUpMs: number;
  saturatedMs: number;
  steadyMs: number;
  /** Requests kept out per service while it is saturated. */
  connections: number;
  /** Rate of the steady phase, as a share of what the slower of the two reached when both were saturated. */
  steadyShare: number;
  ladder: {
    /** Offered rates, as shares of what the service itself reached when both were saturated. */
    shares: readonly number[];
    minMs: number;
    maxMs: number;
    /** A step lasts until about so many requests were sent, within the limits. */
    requests: number;
    /** Steps in a row that miss the goal before the ladder ends, or that are more than the generator can drive. */
    failures: number;
    /** Steps more, to find how far the generator can drive a service that holds all it could be offered. */
    closer: number;
  };
  drill: {
    /** Load before the disturbance, and up to a second more, as the seed has it. */
    beforeMs: number;
    /** How long a service may take to answer again as before. */
    recoverMs: number;
  };
  /** More time for a grading whose numbers are not narrow enough yet; see `aims` of narrow.ts. */
  narrow: {
    /** A phase is lengthened by so much at a time, */
    addMs: number;
    /** to no more than this, */
    mostMs: number;
    /** and all phases of a grading by no more than this. */
    spareMs: number;
    /** Pairs of fresh pods, at most. */
    mostBoots: number;
    /** One more is begun only if the grading will be over by then. */
    limitMs: number;
    /** So much later where the challenge has drills. */
    drillsMs: number;
  };
  validity: {
    /** A second in which the generator was later than this (99th percentile) measured the generator. */
    lagP99Ms: number;
    /** So too when it used more than this share of its core. */
    cpuShare: number;
    /** A second in which the host took more than this share of a core measured the host. */
    stolenShare: number;
    /** A reference that falls below this share of its own median was stopped by the machine. */
    stopShare: number;
    /** Share of a phase's seconds that must be valid. */
    validShare: number;
  };
}

const validity = { lagP99Ms: 40, cpuShare: 0.9, stolenShare: 0.3, stopShare: 0.4, validShare: 0.6 };

export const plans = {
  full: {
    name: 'full',
    boots: 2,
    readyMs: 90_000,
    warmUpMs: 5000,
    saturatedMs: 12_000,
    steadyMs: 12_000,
    connections: 16,
    steadyShare: 0.5,
    ladder: {
      shares: [0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3],
      minMs: 1500,
      maxMs: 4000,
      requests: 20,
      failures: 2,
      closer: 2,
    },
    drill: { beforeMs: 2000, recoverMs: 6000 },
    narrow: {
      addMs: 4000,
      mostMs: 24_000,
      spareMs: 32_000,
      mostBoots: 3,
      limitMs: 240_000,
      drillsMs: 60_000,
    },
    validity,
  },
  short: {
    name: 'short',
    boots: 1,
    readyMs: 90_000,
    warmUpMs: 2000,
    saturatedMs: 4000,
    steadyMs: 4000,
    connections: 16,
    steadyShare: 0.5,
    ladder: { shares: [0.5, 0.8, 1.1], minMs: 1000, maxMs: 2000, requests: 20, failures: 1, closer: 1 },
    drill: { beforeMs: 1500, recoverMs: 4000 },
    narrow: { addMs: 4000, mostMs: 4000, spareMs: 0, mostBoots: 1, limitMs: 0, drillsMs: 0 },
    validity: { ...validity, validShare: 0.25 },
  },
} as const satisfies Record<string, Plan>;

/** What no plan changes: how long each part may take before it has failed. */
export const limits = {
  buildMs: 90_000,
  /** Checks of how a service bears failing third parties wait for it: nearly a minute when all is well. */
  checksMs: 120_000,
  stormMs: 15_000,
  requestMs: 5000,
  /** Two generators share a core: beyond this they, and not the services, may be what is measured. */
  drivenRps: 800,
  logLines: 200,
};
