import type Docker from 'dockerode';
import { Demux } from './demux.ts';
import { SandboxError } from './sandboxes.ts';

const maxLineLength = 2_000;
const patienceMs = 5_000;

/**
 * The last lines a container wrote, at most `count`; what Docker keeps is capped to 2 MB.
 * @param since from `logEnd`: only what was written later
 * @throws SandboxError when that takes longer than `deadlineMs`
 */
export async function readLog(
  container: Docker.Container,
  since: string,
  count: number,
  deadlineMs?: number,
): Promise<string[]> {
  const text = await fetchLog(container, { since, tail: count }, deadlineMs);
  return text.map((line) =>
    line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line.trimEnd(),
  );
}

/**
 * Where a stopped container's log ends now, in the engine's own clock. The time it says a container started at will not
 * do: a quick program has written before that.
 */
export async function logEnd(container: Docker.Container): Promise<string> {
  const [last] = await fetchLog(container, { tail: 1, timestamps: true });
  const time = last?.split(' ', 1)[0] ?? '';
  const [, fraction = '0'] = /\.(\d+)Z$/.exec(time) ?? [];
  const nanoseconds =
    BigInt(Math.floor(Date.parse(time) / 1000) || 0) * 10n ** 9n + BigInt(fraction.padEnd(9, '0'));
  const next = String(nanoseconds + 1n).padStart(10, '0');
  return `${next.slice(0, -9)}.${next.slice(-9)}`;
}

async function fetchLog(
  container: Docker.Container,
  options: Docker.ContainerLogsOptions,
  deadlineMs = patienceMs,
): Promise<string[]> {
  // Reading while lines are written and thrown away, the engine may never come to an end.
  const abortSignal = AbortSignal.timeout(deadlineMs);
  const asked = container.logs({ ...options, stdout: true, stderr: true, follow: false, abortSignal });
  const bytes = await asked.catch((error: unknown) => {
    throw abortSignal.aborted ? new SandboxError(`the engine gave no log within ${deadlineMs} ms`) : error;
  });
  const text = Buffer.concat(new Demux().take(bytes).map((frame) => frame.bytes)).toString('utf8');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.slice(-(options.tail ?? 0));
}
