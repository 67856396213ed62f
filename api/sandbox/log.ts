import type Docker from 'dockerode';
import { Demux } from './demux.ts';

const maxLineLength = 2_000;

/** The last lines a container wrote since its last start, at most `count`; what Docker keeps is capped to 2 MB. */
export async function readLog(
  container: Docker.Container,
  startedAt: string,
  count: number,
): Promise<string[]> {
  const bytes = await container.logs({
    stdout: true,
    stderr: true,
    follow: false,
    tail: count,
    since: unixSeconds(startedAt) as unknown as number,
  });
  const text = Buffer.concat(new Demux().take(bytes).map((frame) => frame.bytes)).toString('utf8');
  const lines = text.split('\n').map((line) => line.slice(0, maxLineLength).trimEnd());
  if (lines.at(-1) === '') lines.pop();
  return lines.slice(-count);
}

/** Docker takes a time with all the nanoseconds it gives, written as seconds with a fraction. */
function unixSeconds(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '0';
  return `${Math.floor(Date.parse(time) / 1000)}.${fraction.padEnd(9, '0')}`;
}
