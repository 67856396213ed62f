// One process of the platform, in the role it is given.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from './app.ts';
import { creditSilence } from './attempt/store.ts';
import { loadChallenges } from './challenge/load.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { claimRunner } from './db/claim.ts';
import { connect } from './db/connect.ts';
import { startEmbedded, type EmbeddedServer } from './db/embedded.ts';
import { migrate } from './db/migrate.ts';
import { Presence } from './db/presence.ts';
import { openQueue } from './db/queue.ts';
import { prepareDemo, type DemoLinks } from './demo.ts';
import { grade } from './grading/grade.ts';
import type { Plan } from './grading/plan.ts';
import { keptSecret, makeSeal } from './http/seal.ts';
import { makeSecret } from './http/secret.ts';
import { openMail } from './mail/mail.ts';
import { comeFirst } from './priority.ts';
import { startRunner, type Runner } from './runner.ts';
import { openSandboxes } from './sandbox/docker.ts';
import { standardTerms } from './webhook/delivering/deliver.ts';
import { WorkspaceRouter } from './workspace/router.ts';

const root = join(import.meta.dirname, '..');
/** How soon a built-in PostgreSQL that was killed is noticed. */
const reviveMs = 2000;
const idle = { sleepMs: 3 * 60_000, goMs: 20 * 60_000 };

type Shared = Awaited<ReturnType<typeof openShared>>;

/**
 * Starts the process, and stops it on SIGTERM or SIGINT.
 * @param plan how long gradings measure: only a full one counts for people, a short one for tests
 * @param open connects to the engine: tests have one that may be killed
 */
export async function start(config: Config, plan: Plan, open = openSandboxes): Promise<void> {
  await comeFirst();
  const shared = await openShared(config);
  const runner = config.role === 'api' ? undefined : await openRunner(config, shared, plan, open);
  const app = config.role === 'runner' ? undefined : await openApi(config, shared, runner);
  const stop = async () => {
    await app?.close();
    await runner?.stop();
    await shared.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
}

/** What every role needs. The process has said that it is there when this returns. */
async function openShared({ challengesDir, databaseUrl, dataDir, name, role, runner }: Config) {
  const challenges = await loadChallenges(challengesDir);
  const server = databaseUrl === undefined ? await startEmbedded(join(dataDir, 'postgres')) : undefined;
  const url = databaseUrl ?? server!.url('postgres');
  const sql = connect(url);
  await migrate(sql);
  await claimRunner(sql, name);
  const secret = makeSecret();
  const me = { name, api: role !== 'runner', runner: role !== 'api', url: runner?.url ?? null, secret };
  const queue = await openQueue(url, (error) => console.error(`The job queue: ${error.message}`));
  const letDie = server && keepAlive(server);
  const close = async () => {
    await queue.stop();
    await sql.end();
    await letDie?.();
    await server?.stop();
  };
  const presence = new Presence(sql, me, creditSilence);
  return { sql, queue, presence, secret, challenges, clock: systemClock, close };
}

/** Starts the server again whenever it was killed. @returns ends that */
function keepAlive(server: EmbeddedServer): () => Promise<void> {
  const closing = new AbortController();
  const { signal } = closing;
  const watch = async () => {
    while (!signal.aborted) {
      await server.revive().catch((error: Error) => console.error(error.message));
      await sleep(reviveMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const watching = watch();
  return async () => {
    closing.abort();
    await watching;
  };
}

async function openRunner(
  { name, runner, slots, warm, logLevel }: Config,
  shared: Shared,
  plan: Plan,
  open: typeof openSandboxes,
): Promise<Runner> {
  const platform = createHash('sha256').update(name).digest('hex').slice(0, 12);
  const sandboxes = await open({ platform, progress: console.log });
  const started = await startRunner({
    ...shared,
    sandboxes,
    grade,
    plan,
    slots,
    warm,
    idle,
    logLevel,
  });
  if (runner) await started.app.listen({ host: runner.host, port: runner.port });
  return started;
}

async function openApi(config: Config, shared: Shared, runner?: Runner) {
  const { host, port, publicUrl, trustProxy, previewHost, provider, webhookTargets, logLevel, name } = config;
  const seal = makeSeal(config.secret ?? (await keptSecret(config.dataDir)));
  const own = runner && { name, workspaces: runner.workspaces };
  const workspaces = new WorkspaceRouter(shared.sql, own);
  const webDir = join(root, 'web/dist');
  const mail = config.mail && openMail(config.mail);
  const webhooks = { ...standardTerms, targets: webhookTargets };
  const site = { mail, publicUrl, trustProxy, previewHost, provider, seal, webhooks, webDir, logLevel };
  const app = await build({ ...shared, ...site, workspaces });
  await app.listen({ host, port });
  if (config.demo) announce(publicUrl, await prepareDemo({ ...shared, publicUrl }, 'slow-catalogue'));
  else console.log(`\nProofload is at ${publicUrl}\n`);
  return app;
}

function announce(publicUrl: string, { signIn, invite, references }: DemoLinks): void {
  console.log(`\nProofload is at ${publicUrl}\n`);
  console.log(`Sign in as the manager, once, within the hour:\n  ${signIn}\n`);
  if (invite) console.log(`An invite to try as a candidate:\n  ${invite}\n`);
  if (references) console.log(`${references} references are being graded, some minutes each.\n`);
}
