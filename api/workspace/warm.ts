import type { Challenge } from '../challenge/challenge.ts';
import { practiceSlug } from '../challenge/practice.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Sandboxes, WarmSpec } from '../sandbox/sandboxes.ts';

/** What a sandbox for a challenge in a runtime is made of. @throws SandboxError when a service's image cannot be built */
export async function warmSpec(
  sandboxes: Sandboxes,
  challenge: Challenge,
  runtime: string,
): Promise<WarmSpec> {
  const services = await serviceImages(sandboxes, challenge);
  return { runtime, services, env: challenge.env, stubs: challenge.stubs };
}

/** @returns the images of the services a challenge needs, by service. @throws SandboxError when one cannot be built */
export async function serviceImages(
  sandboxes: Sandboxes,
  challenge: Challenge,
): Promise<Record<string, string>> {
  const images: Record<string, string> = {};
  for (const [name, seed] of Object.entries(challenge.services))
    images[name] = await sandboxes.serviceImage(name, seed);
  return images;
}

/** Keeps `count` sandboxes ready for each runtime of each challenge; practice has no clock that would wait for one. */
export async function keepWarm(sandboxes: Sandboxes, challenges: Challenges, count: number): Promise<void> {
  if (count === 0) return;
  for (const challenge of challenges.values()) {
    if (challenge.slug === practiceSlug) continue;
    for (const runtime of Object.keys(challenge.starters))
      sandboxes.keepWarm(await warmSpec(sandboxes, challenge, runtime), count);
  }
}
