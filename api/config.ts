// The environment, read in one place. `.env.example` lists the same names.
import { hostname, totalmem } from 'node:os';
import { resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { ProviderSettings } from './person/provider.ts';
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
  TRUST_PROXY: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f.:/]+(\\s*,\\s*[0-9A-Fa-f.:/]+)*$' })),
  WEBHOOK_TARGETS: Type.Enum(['public', 'private', 'loopback'], { default: 'public' }),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  SMTP_URL: Type.Optional(Type.String({ pattern: '^smtps?://[^/?#]+' })),
  MAIL_FROM: Type.Optional(Type.String({ pattern: '^[^\\r\\n@]+@[^\\r\\n@]+$' })),
  SECRET: Type.Optional(Type.String({ minLength: 32 })),
  OIDC_ISSUER: Type.Optional(
    Type.String({ pattern: '^(https://|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/|$))' }),
  ),
  OIDC_CLIENT_ID: Type.Optional(Type.String()),
  OIDC_CLIENT_SECRET: Type.Optional(Type.String()),
  OIDC_NAME: Type.String({ default: 'your company account', minLength: 1, maxLength: 60 }),
  DATA_DIR: Type.String({ default: '.proofload', minLength: 1 }),
  CHALLENGES: Type.String({ default: 'challenges', minLength: 1 }),
  DEMO: Type.Boolean({ default: true }),
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
  /** Addresses of proxies in front, whose word on who calls is taken; undefined when there are none. */
  trustProxy: string | undefined;
  /** What the hosts of candidates' previews are under; undefined when nothing can be under the platform's own. */
  previewHost: string | undefined;
  /** Seals what is stored and must be read again; the one that `dataDir` keeps is used when undefined. */
  secret: string | undefined;
  /** Whose accounts people may sign in with, beside links and passwords. */
  provider: ProviderSettings | undefined;
  /** Where organisations may have webhooks sent. */
  webhookTargets: Static<typeof Environment>['WEBHOOK_TARGETS'];
  /** The built-in PostgreSQL in `dataDir` is used when undefined. */
  databaseUrl: string | undefined;
  /** How e-mail leaves; without it people hand links over themselves. */
  mail: { url: string; from: string } | undefined;
  dataDir: string;
  challengesDir: string;
  /** Whether a demo organisation with graded references is made at the start. */
  demo: boolean;
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
  TRUST_PROXY: 'addresses or networks with commas between them, such as 127.0.0.1, 10.0.0.0/8',
  WEBHOOK_TARGETS: 'public, private or loopback',
  DATABASE_URL: 'an address that starts with postgres://',
  SMTP_URL: 'an address that starts with smtp:// or smtps://',
  MAIL_FROM: 'an e-mail address, such as hiring@example.com or Hiring <hiring@example.com>',
  SECRET: 'at least 32 characters that nobody can guess',
  OIDC_ISSUER: 'an address that starts with https://',
  OIDC_NAME: '1 to 60 characters',
  DEMO: 'true or false',
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
    trustProxy: values.TRUST_PROXY,
    previewHost,
    secret: values.SECRET,
    provider: providerOf(values),
    webhookTargets: values.WEBHOOK_TARGETS,
    databaseUrl: values.DATABASE_URL,
    mail: mailOf(values),
    dataDir,
    challengesDir: resolve(values.CHALLENGES),
    demo: values.DEMO,
    logLevel: values.LOG_LEVEL,
  };
}

/** @throws Error when only a part of it is set */
function providerOf(values: Static<typeof Environment>): ProviderSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret, name: values.OIDC_NAME };
  if (issuer || clientId || clientSecret)
    throw new Error('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed together');
  return undefined;
}

/** A process that is a runner alone is of no use unless it is reached. */
function runnerOf(values: Static<typeof Environment>): Config['runner'] {
  const port = values.RUNNER_PORT ?? (values.ROLE === 'runner' ? 4100 : undefined);
  if (port === undefined || values.ROLE === 'api') return undefined;
  const host = values.RUNNER_HOST;
  return { host, port, url: values.RUNNER_URL ?? `http://${host}:${port}` };
}

/** @throws Error when half of it is missing */
function mailOf({ SMTP_URL: url, MAIL_FROM: from }: Static<typeof Environment>): Config['mail'] {
  if (url !== undefined && from !== undefined) return { url, from };
  if (url === undefined && from === undefined) return undefined;
  throw new Error('SMTP_URL and MAIL_FROM belong together: set both, or neither');
}

function wrongNames(values: unknown): string[] {
  const names = Value.Errors(Environment, values).map((error) => error.instancePath.slice(1));
  return [...new Set(names)];
}

function faults(values: unknown, names: string[]): string {
  const lines = names.map((name) => {
    const value = (values as Record<string, unknown>)[name];
    const shown = name.includes('SECRET') ? 'not shown here' : JSON.stringify(value);
    return `  ${name} is ${shown}; expected ${expected[name] ?? 'a value'}`;
  });
  return `Wrong settings in the environment:\n${lines.join('\n')}`;
}
