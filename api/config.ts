// The environment, read in one place. `.env.example` lists the same names.
import { hostname, totalmem } from 'node:os';
import { resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { defaultPreviewHost, isPreviewHost } from './preview/preview.ts';

/** What one workspace is reckoned to need, and what is left to the gradings and the rest of the machine. */
const workspaceBytes = 400e6;
const restBytes = 4e9;

function defaultSlots(): number {
  return Math.max(1, Math.floor((totalmem() - restBytes) / workspaceBytes));
}

export const Environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1 }),
  PORT: Type.Integer({ default: 4000, minimum: 1, maximum: 65535 }),
  ROLE: Type.Enum(['all', 'api', 'runner'], { default: 'all' }),
  RUNNER_HOST: Type.String({ default: '127.0.0.1', minLength: 1 }),
  RUNNER_PORT: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })),
  RUNNER_URL: Type.Optional(Type.String({ pattern: '^https?://[^/?#]+/?$' })),
  WARM: Type.Integer({ default: 1, minimum: 0, maximum: 100 }),
  SLOTS: Type.Integer({ default: defaultSlots(), minimum: 1, maximum: 1000 }),
  PUBLIC_URL: Type.Optional(Type.String({ pattern: '^https?://[^/?#]+/?$' })),
  PREVIEW_HOST: Type.Optional(Type.String({ pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)*(:\\d{1,5})?$' })),
  WEBHOOK_TARGETS: Type.Enum(['public', 'private', 'loopback'], { default: 'public' }),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  DATA_DIR: Type.String({ default: '.proofload', minLength: 1 }),
  CHALLENGES: Type.String({ default: 'challenges', minLength: 1 }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'warn' }),
});

export interface Config {
  /** What this process does: answer people, run candidates' code, or both. */
  role: 'all' | 'api' | 'runner';
  /** Names this process among all of the platform, and again after a restart. */
  name: string;
  /** Where a runner answers the other processes; undefined when it answers nobody. */
  runner: { host: string; port: number; url: string } | undefined;
  /** How many workspaces a runner may have at once. */
  slots: number;
  /** How many sandboxes a runner keeps ready for each runtime of each challenge. */
  warm: number;
  host: string;
  port: number;
  /** Where people reach the platform, without a trailing slash. */
  publicUrl: string;
  /** What the hosts of candidates' previews are under; undefined when nothing can be under the platform's own. */
  previewHost: string | undefined;
  /** Where organisations may have webhooks sent. */
  webhookTargets: Static<typeof Environment>['WEBHOOK_TARGETS'];
  /** The built-in PostgreSQL in `dataDir` is used when undefined. */
  databaseUrl: string | undefined;
  dataDir: string;
  challengesDir: string;
  logLevel: Static<typeof Environment>['LOG_LEVEL'];
}

const expected: Record<string, string> = {
  HOST: 'an address to listen on, such as 127.0.0.1',
  PORT: 'a whole number from 1 to 65535',
  ROLE: 'all, api or runner',
  RUNNER_PORT: 'a whole number from 1 to 65535',
  RUNNER_URL: 'http:// or https:// and a host, without a path',
  SLOTS: 'a whole number from 1 to 1000',
  WARM: 'a whole number from 0 to 100',
  PUBLIC_URL: 'http:// or https:// and a host, without a path',
  PREVIEW_HOST: 'the name of a host in small letters, and :port if needed, that PUBLIC_URL is not under',
  WEBHOOK_TARGETS: 'public, private or loopback',
  DATABASE_URL: 'an address that starts with postgres://',
  LOG_LEVEL: 'one of fatal, error, warn, info, debug, trace, silent',
};

/**
 * @param env the process environment unless told otherwise; an empty value counts as absent
 * @throws Error that names every wrong variable and what it should be
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const values = Value.Convert(Environment, Value.Default(Environment, Value.Clean(Environment, given)));
  if (!Value.Check(Environment, values)) throw new Error(faults(values, wrongNames(values)));
  if (values.ROLE !== 'all' && values.DATABASE_URL === undefined)
    throw new Error(
      `ROLE=${values.ROLE} needs DATABASE_URL: the built-in PostgreSQL serves one process alone`,
    );
  const dataDir = resolve(values.DATA_DIR);
  const publicUrl = (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, '');
  const previewHost = values.PREVIEW_HOST ?? defaultPreviewHost(publicUrl);
  if (previewHost && isPreviewHost(new URL(publicUrl).host, previewHost))
    throw new Error(faults(values, ['PREVIEW_HOST']));
  return {
    role: values.ROLE,
    name: [hostname(), dataDir, ...(values.ROLE === 'all' ? [] : [values.ROLE])].join(':'),
    runner: runnerOf(values),
    slots: values.SLOTS,
    warm: values.WARM,
    host: values.HOST,
    port: values.PORT,
    publicUrl,
    previewHost,
    webhookTargets: values.WEBHOOK_TARGETS,
    databaseUrl: values.DATABASE_URL,
    dataDir,
    challengesDir: resolve(values.CHALLENGES),
    logLevel: values.LOG_LEVEL,
  };
}

/** A process that is a runner alone is of no use unless it is reached. */
function runnerOf(values: Static<typeof Environment>): Config['runner'] {
  const port = values.RUNNER_PORT ?? (values.ROLE === 'runner' ? 4100 : undefined);
  if (port === undefined || values.ROLE === 'api') return undefined;
  const host = values.RUNNER_HOST;
  return { host, port, url: values.RUNNER_URL ?? `http://${host}:${port}` };
}

function wrongNames(values: unknown): string[] {
  const names = Value.Errors(Environment, values).map((error) => error.instancePath.slice(1));
  return [...new Set(names)];
}

function faults(values: unknown, names: string[]): string {
  const lines = names.map((name) => {
    const value = (values as Record<string, unknown>)[name];
    return `  ${name} is ${JSON.stringify(value)}; expected ${expected[name] ?? 'a value'}`;
  });
  return `Wrong settings in the environment:\n${lines.join('\n')}`;
}
