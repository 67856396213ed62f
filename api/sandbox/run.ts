import type Docker from 'dockerode';
import { runExec } from './exec.ts';
import type { RunResult } from './sandboxes.ts';

/** It wrote more than it may. */
class Full extends Error {
  override name = 'Full';
}

/** Runs a program, and ends it when it takes too long or writes too much. What it wrote until then is kept. */
export async function runLimited(
  container: Docker.Container,
  command: string[],
  { deadlineMs, maxBytes }: { deadlineMs: number; maxBytes: number },
): Promise<RunResult> {
  const pieces = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let left = maxBytes;
  const written = () => ({
    stdout: Buffer.concat(pieces.stdout).toString('utf8'),
    stderr: Buffer.concat(pieces.stderr).toString('utf8'),
  });
  try {
    const exit = await runExec(container, command, {
      deadlineMs,
      onFrame: ({ from, bytes }) => {
        pieces[from].push(bytes.subarray(0, left));
        left -= bytes.length;
        if (left < 0) throw new Full('It wrote more than it may');
      },
    });
    return { ...exit, ...written(), cut: false };
  } catch (error) {
    if (!(error instanceof Full)) throw error;
    return { code: null, timedOut: false, ...written(), cut: true };
  }
}
