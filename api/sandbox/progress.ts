import type Docker from 'dockerode';

/** Given one line for people at a time. */
export type Progress = (line: string) => void;

interface Step {
  stream?: string;
  error?: string;
}

/**
 * Reads an engine's report to its end.
 * @throws Error with what the engine says went wrong: that comes as a step of an answer that began with status 200
 */
export function finished(
  docker: Docker,
  report: NodeJS.ReadableStream,
  onStep: (step: Step) => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    let fault: Error | undefined;
    docker.modem.followProgress(
      report,
      (error: Error | null) => {
        const wrong = error ?? fault;
        if (wrong) reject(wrong);
        else resolve();
      },
      (step: Step) => {
        if (step.error !== undefined) fault ??= new Error(step.error);
        onStep(step);
      },
    );
  });
}
