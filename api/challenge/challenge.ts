// A challenge as the program holds it: what challenge.yaml says, and the files beside it.
import type { Drill } from './drill.ts';
import type { Example } from './example.ts';
import type { ReviewItem } from './review-item.ts';
import type { Tree } from './tree.ts';

export interface Challenge {
  slug: string;
  title: string;
  /** One sentence for lists. */
  summary: string;
  kind: 'fix' | 'build';
  minutes: number;
  /** The candidate's brief, Markdown. */
  brief: string;
  /** The port the candidate's service must listen on. */
  port: number;
  /** Path that answers with a status below 500 once the service is up. */
  ready: string;
  /** Environment of the candidate's service. */
  env: Record<string, string>;
  /** Names of the services it needs; the seed of each is the tree of services/<name>/. */
  services: Record<string, Tree>;
  /** Requests that a candidate may begin with. */
  examples: readonly Example[];
  /** The objective: 95 % of answers within `ms` and errors at most `errorRate`; `rps` is what the brief asks for. */
  goal: { ms: number; errorRate: number; rps: number };
  /** What each check category means, whether it is hidden only, and whether failing it caps the band. */
  categories: Record<string, Category>;
  /** Faults that happen to the service on purpose while it is under load, in this order. */
  drills: readonly Drill[];
  /** What people who read the code answer with true or false. */
  review: readonly ReviewItem[];
  /** Third parties that the service calls, as <name>.ts. */
  stubs: Tree;
  /** The files a candidate starts with, by runtime, in the order in which runtimes are offered. */
  starters: Record<string, Tree>;
  /** Everything the probe is given, by kind of run. Paths start with checks/, or are load.ts or storm.ts. */
  suites: { visible: Tree; hidden: Tree };
  /** Solutions the author ships, laid over the starter. */
  references: Record<string, Reference>;
  /** Name of the reference every grading runs beside the candidate. */
  duet: string;
  /** Occurs in every hidden file; must never be readable by a candidate. */
  canary: string;
  /** sha256 over every file of the challenge. */
  digest: string;
  suiteDigest: string;
  /** Frozen anchors, of each runtime that has been calibrated. */
  calibrations: Calibrations;
}

interface Category {
  title: string;
  mustFix: boolean;
  weight: number;
  /** What its checks speak for. `integrity` is data integrity and security. */
  dimension: 'correctness' | 'resilience' | 'integrity';
  /** The words by which the brief tells of it. */
  inBrief?: string;
}

export interface Reference {
  /** Bands it may land in. */
  bands: readonly ('below' | 'meets' | 'solid' | 'strong')[];
  /** The kind of fault that is planted in it. */
  role?: 'slow' | 'wrong' | 'cheat';
  /** What surely fails in it: checks/<category>, rules/<rule>, drills/<drill> or performance. Without it, nothing. */
  fails?: readonly string[];
  /** What may fail besides. */
  perhaps?: readonly string[];
  /** Complete trees, by runtime. */
  trees: Record<string, Tree>;
}

/** By runtime: a service is measured beside the duet reference of its own. */
export type Calibrations = Record<string, Calibration>;

/** For each ratio, what the author's naive and strong references reach against the duet reference. */
export type Calibration = Record<
  'throughput' | 'cpuSaturated' | 'cpuSteady' | 'latencyP50' | 'latencyP95' | 'knee',
  { naive: number; strong: number }
>;
