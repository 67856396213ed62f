// One process of the platform as it runs in production, but for how long it measures.
import { readConfig } from '../../api/config.ts';
import { plans, type Plan } from '../../api/grading/plan.ts';
import { openSandboxes } from '../../api/sandbox/docker.ts';
import { start } from '../../api/start.ts';

const [saturatedMs] = process.argv.slice(2).map(Number);

/** Says nothing of a service, and is never inconclusive however busy the machine. */
const plan: Plan = {
  ...plans.short,
  name: 'kill',
  warmUpMs: 1000,
  saturatedMs: saturatedMs!,
  steadyMs: 1000,
  connections: 2,
  ladder: { shares: [0.1], minMs: 500, maxMs: 500, requests: 20, failures: 1, closer: 0 },
  validity: { lagP99Ms: 60_000, cpuShare: 100, stolenShare: 1, stopShare: 0, validShare: 0 },
};

/** An engine that may be killed has stand-ins for most images, so nothing can be proved on it. */
const open: typeof openSandboxes = async (options) =>
  Object.assign(await openSandboxes(options), { selfTest: () => Promise.resolve([]) });

await start(readConfig(), plan, open);
