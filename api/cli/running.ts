// Gradings without a platform around them: own sandboxes, removed at the end and on Ctrl-C.
import { randomUUID } from 'node:crypto';
import { grade, type Graded, type GradeOptions } from '../grading/grade.ts';
import { openSandboxes } from '../sandbox/docker.ts';
import { phasePrinter } from './phases.ts';

/** Grades in sandboxes of this process. */
export type Grade = (options: Omit<GradeOptions, 'owner'>) => Promise<Graded>;

/** Opens sandboxes, hands `work` a way to grade, and leaves no pod behind. @throws SandboxError, or that it was interrupted */
export async function withGrading<T>(work: (grade: Grade) => Promise<T>): Promise<T> {
  const owner = randomUUID();
  const interrupted = new AbortController();
  const onSignal = (): void => interrupted.abort(new Error('interrupted'));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const sandboxes = await openSandboxes({
    platform: `cli-${owner.slice(0, 8)}`,
    progress: (line: string) => process.stderr.write(`${line}\n`),
  });
  try {
    return await work((options) =>
      grade(sandboxes, { ...options, owner }, { onPhases: phasePrinter(), signal: interrupted.signal }),
    );
  } finally {
    await sandboxes.close();
    // What cannot be stopped, such as an image being built, must not hold the terminal.
    if (interrupted.signal.aborted) setTimeout(() => process.exit(), 500).unref();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
