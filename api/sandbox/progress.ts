import type Docker from 'dockerode';

/** Given one line for people at a time. */
export type Progress = (line: string) => void;

interface Step {
  stream?: string;
  error?: string;
}

/**
 * Reads an engine's report to its end.
 * @throws Error with the engine's words when a step failed: that comes inside an answer that began with status 200
 */
export function finished(
  docker: Docker,
  report: NodeJS.ReadableStream,
  onStep: (step: Step) => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: string | undefined;
    const end = (error: Error | null) => {
      const reason = error ?? (failure === undefined ? undefined : new Error(failure));
      if (reason) reject(reason);
      else resolve();
    };
    docker.modem.followProgress(report, end, (step: Step) => {
      failure ??= step.error;
      onStep(step);
    });
  });
}
