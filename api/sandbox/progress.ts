import type Docker from 'dockerode';

/** Given one line for people at a time. */
export type Progress = (line: string) => void;

/** Reads an engine's report to its end: errors come inside an answer that began with status 200. */
export function finished(
  docker: Docker,
  report: NodeJS.ReadableStream,
  onStep: (step: { stream?: string }) => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(report, (error: Error | null) => (error ? reject(error) : resolve()), onStep);
  });
}
