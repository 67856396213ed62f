import type Docker from 'dockerode';
import { Problem } from '../http/problem.ts';
import { SandboxError } from './sandboxes.ts';

/** @returns what Docker found, undefined when it answered 404 */
export async function ifFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Waits for a start or a stop; Docker answers 304 when it is so already. */
export async function orAlready(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (statusOf(error) !== 304) throw error;
  }
}

/** Kills a running container's processes, and waits until Docker has heard of it. */
export async function killed(container: Docker.Container): Promise<void> {
  await container.kill();
  await container.wait();
}

/** Docker's HTTP status, when the error is an answer of its own. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : undefined;
}

/**
 * Waits for work on a sandbox. What goes wrong there is our failure unless it says otherwise.
 * @throws SandboxError in place of everything but Problem, SandboxError and an abort
 */
export async function ours<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Problem || error instanceof SandboxError) throw error;
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw new SandboxError(`${what}: ${error instanceof Error ? error.message.trim() : String(error)}`, {
      cause: error,
    });
  }
}

/** Waits for all of it, also when one part fails, so that nothing is still under way when the failure is handled. */
export async function allDone<T>(work: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
