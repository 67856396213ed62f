import type { Challenge } from '../challenge/challenge.ts';
import type { Sandboxes } from './sandboxes.ts';

/**
 * Keeps pods warm for the workspaces of every challenge, once the images of its services are built.
 * @param count of each challenge and runtime
 * @throws SandboxError when an image cannot be built
 */
export async function keepWarm(
  sandboxes: Sandboxes,
  challenges: Iterable<Challenge>,
  count: number,
): Promise<void> {
  if (count === 0) return;
  for (const challenge of challenges) {
    const services: Record<string, string> = {};
    for (const [name, seed] of Object.entries(challenge.services))
      services[name] = await sandboxes.serviceImage(name, seed);
    for (const runtime of Object.keys(challenge.starters))
      sandboxes.keepWarm({ runtime, services, env: challenge.env }, count);
  }
}
