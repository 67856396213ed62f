// A service that was ended: whether it is back, and starting it once more when it does not come back.
import { waitReady } from '../../probe/ready.ts';
import type { Drilling } from './disturbance.ts';

/** For the service to answer again, once it was started anew. */
const readyMs = 15_000;
/** For one that was started again during a drill: it may have a database to read. */
const backMs = 30_000;

/** What a drill did not get over must not count against it in the next. */
export async function startAnew(drilling: Drilling): Promise<void> {
  await drilling.side.pod.restart();
  await answersWithin(readyMs, drilling);
}

/** Waits for a service that is starting, and starts it once more when it does not answer in the end. */
export async function comeBack(drilling: Drilling): Promise<void> {
  if (!(await answersWithin(backMs, drilling))) await startAnew(drilling);
}

async function answersWithin(
  deadlineMs: number,
  { side: { pod, probe }, challenge, signal }: Drilling,
): Promise<boolean> {
  const target = { port: challenge.port, path: challenge.ready, deadlineMs };
  return (await waitReady(pod, probe, target, signal)) === undefined;
}
