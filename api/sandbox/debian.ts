// The image that all others stand on.
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type Docker from 'dockerode';
import { sandboxesFolder } from './catalogue.ts';
import { ifFound } from './faults.ts';
import { finished, type Progress } from './progress.ts';

const repo = 'debian';
const tag = 'trixie-slim';
const pullDeadlineMs = 120_000;

let underWay: Promise<void> | undefined;

/**
 * Pulls Debian's image, or makes it on this machine where no registry answers. Docker names it only when it is whole.
 * Several images stand on it and are built side by side: they wait for one, since apt on this machine lets in one at a time.
 */
export function ensureDebian(docker: Docker, progress: Progress): Promise<void> {
  underWay ??= ensure(docker, progress).finally(() => (underWay = undefined));
  return underWay;
}

async function ensure(docker: Docker, progress: Progress): Promise<void> {
  if (await ifFound(docker.getImage(`${repo}:${tag}`).inspect())) return;
  progress(`image ${repo}:${tag}: pulling`);
  try {
    await pull(docker);
  } catch (error) {
    progress(
      `image ${repo}:${tag}: cannot be pulled (${(error as Error).message.trim()}), making it with mmdebstrap`,
    );
    await make(docker);
  }
}

async function pull(docker: Docker): Promise<void> {
  const stop = AbortSignal.timeout(pullDeadlineMs);
  const report = (await docker.pull(`${repo}:${tag}`, { abortSignal: stop })) as Readable;
  stop.addEventListener('abort', () =>
    report.destroy(new Error(`not done after ${pullDeadlineMs / 1000} s`)),
  );
  await finished(docker, report);
}

async function make(docker: Docker): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'debian-'));
  try {
    const archive = join(folder, 'root.tar');
    await promisify(execFile)('bash', [join(sandboxesFolder, 'debian'), archive]);
    await finished(docker, await docker.importImage(createReadStream(archive), { repo, tag }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
