// What a grading does before it measures: a pod with the service in it, and the checks beside it.
import { expect } from 'vitest';
import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { runChecks } from '../../api/probe/checks.ts';
import type { Pod, Probe, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import type { CheckLine } from '../../sandboxes/probe/observation.ts';
import { askWhenUp, podSpec } from './pods.ts';

/** Opens a pod as a grading does, with the whole suite in its probe and the service answering. */
export async function openGrading(
  sandboxes: Sandboxes,
  challenge: Challenge,
  tree: Tree,
  { runtime = 'node', build }: { runtime?: string; build?: string },
): Promise<{ pod: Pod; probe: Probe }> {
  const services: Record<string, string> = {};
  for (const [name, seed] of Object.entries(challenge.services))
    services[name] = await sandboxes.serviceImage(name, seed);
  const { env, suites, stubs } = challenge;
  const spec = podSpec({
    kind: 'grading',
    runtime,
    services,
    env,
    stubs,
    ...(build !== undefined && { commands: { build } }),
  });
  const pod = await sandboxes.open(spec);
  const probe = await pod.attachProbe(new Map([...suites.visible, ...suites.hidden]));
  await pod.writeFiles(tree);
  const built = build === undefined ? await pod.build(90_000) : undefined;
  expect(built?.code ?? 0, built?.output).toBe(0);
  await pod.restart();
  expect((await askWhenUp(pod, challenge.ready)).status).toBeLessThan(500);
  return { pod, probe };
}

/** @returns every check of a reference, visible and hidden */
export async function checksOf(
  sandboxes: Sandboxes,
  challenge: Challenge,
  reference: string,
  runtime = 'node',
): Promise<CheckLine[]> {
  const tree = challenge.references[reference]?.trees[runtime] as Tree;
  const { pod, probe } = await openGrading(sandboxes, challenge, tree, { runtime });
  const checks = await runChecks(probe, { port: challenge.port, seed: 7, deadlineMs: 120_000 });
  await pod.remove();
  return checks;
}

export const failed = (checks: CheckLine[]): CheckLine[] => checks.filter(({ passed }) => !passed);

/** @returns those of the checks that cap the band when they fail */
export function musts({ categories }: Challenge, checks: CheckLine[]): CheckLine[] {
  return checks.filter(({ category }) => categories[category]?.mustFix);
}
