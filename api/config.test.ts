import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Environment, readConfig } from './config.ts';

test('nothing needs to be set', () => {
  expect(readConfig({})).toEqual({
    role: 'all',
    name: `${hostname()}:${resolve('.proofload')}`,
    runner: undefined,
    slots: expect.any(Number) as number,
    warm: 1,
    host: '127.0.0.1',
    port: 4000,
    publicUrl: 'http://localhost:4000',
    previewHost: 'preview.localhost:4000',
    secret: undefined,
    provider: undefined,
    webhookTargets: 'public',
    databaseUrl: undefined,
    mail: undefined,
    dataDir: resolve('.proofload'),
    challengesDir: resolve('challenges'),
    demo: true,
    logLevel: 'warn',
  });
});

test('what is set counts, an empty value does not', () => {
  const config = readConfig({
    PORT: '80',
    PUBLIC_URL: 'https://proof.example/',
    DATABASE_URL: '',
    DEMO: 'false',
    LOG_LEVEL: 'info',
  });
  expect(config).toMatchObject({
    port: 80,
    publicUrl: 'https://proof.example',
    previewHost: 'preview.proof.example',
    databaseUrl: undefined,
    demo: false,
    logLevel: 'info',
  });
  expect(() => readConfig({ DEMO: 'perhaps' })).toThrow('DEMO is "perhaps"; expected true or false');
});

test('a runner alone is reached at an address, and shares a database', () => {
  const role = { ROLE: 'runner', DATABASE_URL: 'postgres://db/app' };
  expect(readConfig(role).runner).toEqual({ host: '127.0.0.1', port: 4100, url: 'http://127.0.0.1:4100' });
  expect(readConfig({ ...role, RUNNER_URL: 'http://one' }).runner?.url).toBe('http://one');
  expect(readConfig({ ...role, ROLE: 'api' }).runner).toBeUndefined();
  expect(() => readConfig({ ROLE: 'api' })).toThrow('ROLE=api needs DATABASE_URL');
});

test('e-mail leaves once both its settings are there', () => {
  const env = { SMTP_URL: 'smtps://user:pass@mail.example', MAIL_FROM: 'Hiring <hiring@proof.example>' };
  expect(readConfig(env).mail).toEqual({ url: env.SMTP_URL, from: env.MAIL_FROM });
  expect(() => readConfig({ ...env, MAIL_FROM: '' })).toThrow('SMTP_URL and MAIL_FROM belong together');
  expect(() => readConfig({ SMTP_URL: 'mail.example', MAIL_FROM: 'nobody' })).toThrow(
    /SMTP_URL is[^]*MAIL_FROM is/,
  );
});

test('only proxies that are named are believed', () => {
  expect(readConfig({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' }).trustProxy).toBe('127.0.0.1, 10.0.0.0/8');
  expect(() => readConfig({ TRUST_PROXY: 'true' })).toThrow('TRUST_PROXY is "true"; expected addresses');
});

test('every wrong value is named, with what it should be', () => {
  const wrong = { PORT: 'high', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', PUBLIC_URL: 'http://a/b' };
  expect(() => readConfig(wrong)).toThrow(
    /PORT is "high"; expected a whole number[^]*PUBLIC_URL is[^]*DATABASE_URL is[^]*LOG_LEVEL is/,
  );
});

test('the accounts of a company are told whole or not at all, and a secret is never printed', () => {
  const whole = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'hire', OIDC_CLIENT_SECRET: 'hush' };
  expect(readConfig(whole).provider).toEqual({
    issuer: 'https://id.example',
    clientId: 'hire',
    clientSecret: 'hush',
    name: 'your company account',
  });
  expect(() => readConfig({ ...whole, OIDC_CLIENT_SECRET: '' })).toThrow(/needed together/);
  expect(() => readConfig({ ...whole, OIDC_ISSUER: 'http://id.example' })).toThrow(/starts with https/);
  expect(() => readConfig({ SECRET: 'short' })).toThrow(/SECRET is not shown here; expected at least 32/);
});

test.each([
  ['http://127.0.0.1:4000', 'preview.localhost:4000'],
  ['http://[::1]:4000', 'preview.localhost:4000'],
  ['http://10.1.2.3:4000', undefined],
  ['http://[fd00::1]', undefined],
  ['https://hire.example:8443', 'preview.hire.example:8443'],
])('previews of %s are under %s', (url, host) => {
  expect(readConfig({ PUBLIC_URL: url }).previewHost).toBe(host);
});

test.each(['https://x', 'Upper.example', 'a_b', 'proof.example', 'example'])(
  'previews under %j, which is no name or takes the platform in, are refused',
  (host) => {
    const env = { PUBLIC_URL: 'https://proof.example', PREVIEW_HOST: host };
    expect(() => readConfig(env)).toThrow(/PREVIEW_HOST is .*; expected the name of a host/);
  },
);

test('.env.example lists exactly the settings there are, with values that work', () => {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm);
  const example = Object.fromEntries([...lines].map(([, name, value]) => [name!, value!]));
  expect(Object.keys(example).toSorted()).toEqual(Object.keys(Environment.properties).toSorted());
  expect(readConfig(example)).toEqual(readConfig({}));
});
