// Starts the platform and stops it on SIGTERM or SIGINT.
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { build } from './app.ts';
import { loadChallenges } from './challenge/load.ts';
import { systemClock } from './clock.ts';
import { readConfig, type Config } from './config.ts';
import { claimRunner } from './db/claim.ts';
import { connect } from './db/connect.ts';
import { startEmbedded } from './db/embedded.ts';
import { migrate } from './db/migrate.ts';
import { openQueue } from './db/queue.ts';
import { prepareDemo, type DemoLinks } from './demo.ts';
import { grade } from './grading/grade.ts';
import { plans } from './grading/plan.ts';
import { openSandboxes } from './sandbox/docker.ts';

const root = join(import.meta.dirname, '..');

try {
  await start(readConfig());
} catch (error) {
  console.error(`Proofload did not start. ${(error as Error).message}`);
  process.exit(1);
}

async function start(config: Config): Promise<void> {
  const { host, port, publicUrl, previewHost, logLevel, dataDir } = config;
  const challenges = await loadChallenges(config.challengesDir);
  const server = config.databaseUrl ? undefined : await startEmbedded(join(dataDir, 'postgres'));
  const url = config.databaseUrl ?? server!.url('postgres');
  const sql = connect(url);
  const runner = `${hostname()}:${dataDir}`;
  await migrate(sql);
  await claimRunner(sql, runner);
  const platform = createHash('sha256').update(runner).digest('hex').slice(0, 12);
  const sandboxes = await openSandboxes({ platform, progress: console.log });
  const queue = await openQueue(url, (error) => console.error(`The job queue: ${error.message}`));
  const shared = { sql, queue, clock: systemClock, challenges, publicUrl };
  const webDir = join(root, 'web/dist');
  const parts = { ...shared, previewHost, sandboxes, grade, plan: plans.full, webDir, runner, logLevel };
  const app = await build(parts);
  await app.listen({ host, port });
  announce(publicUrl, await prepareDemo(shared, 'slow-catalogue'));

  const stop = async () => {
    await app.close();
    await sql.end({ timeout: 1 });
    await server?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
}

function announce(publicUrl: string, { signIn, invite, references }: DemoLinks): void {
  console.log(`\nProofload is at ${publicUrl}\n`);
  console.log(`Sign in as the manager, once, within the hour:\n  ${signIn}\n`);
  if (invite) console.log(`An invite to try as a candidate:\n  ${invite}\n`);
  if (references) console.log(`${references} references are being graded, some minutes each.\n`);
}
