import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '../api/contract.ts';
import { eventTypes } from '../api/db/outbox.ts';
import type { Route, Who } from '../api/http/contract.ts';
import { roles, scopeOf, scopes } from '../api/http/roles.ts';
import { Client, startPlatform, type TestPlatform } from './support/app.ts';

interface Operation {
  operationId: string;
  description: string;
  tags: string[];
  parameters?: { name: string; in: string; schema: AnySchemaObject }[];
  requestBody?: { content: Record<string, { schema: AnySchemaObject }> };
  security: Record<string, string[]>[];
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: AnySchemaObject }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: {
    schemas: Record<string, AnySchemaObject>;
    responses: Record<string, unknown>;
    securitySchemes: Record<string, unknown>;
  };
}

let platform: TestPlatform;
let document: Document;
let operations: { key: string; path: string; operation: Operation }[];
beforeAll(async () => {
  platform = await startPlatform();
  document = (await platform.app.inject({ url: '/openapi.json' })).json();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      key: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      path,
      operation,
    })),
  );
});
afterAll(() => platform.close());

const text = { type: 'string', minLength: 1 };
const closed = (required: Record<string, object>, optional: Record<string, object> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});
const mapOf = (value: object, names?: string) => ({
  type: 'object',
  additionalProperties: value,
  ...(names && { propertyNames: { pattern: names } }),
});
const schema = { type: ['object', 'boolean'] };
const content = { ...mapOf(closed({ schema }), '^[a-z]+/[a-z+.-]+$'), minProperties: 1 };
const answer = closed({ description: text }, { content });
const operation = closed(
  {
    operationId: text,
    description: text,
    tags: { type: 'array', items: text, minItems: 1 },
    security: { type: 'array', items: mapOf({ type: 'array', items: text }) },
    responses: {
      ...mapOf({ anyOf: [closed({ $ref: text }), answer] }, '^([1-5]\\d\\d|default)$'),
      minProperties: 1,
    },
  },
  {
    parameters: {
      type: 'array',
      items: {
        ...closed(
          { name: text, in: { enum: ['path', 'query', 'header', 'cookie'] }, schema },
          { required: { type: 'boolean' }, description: text },
        ),
        if: { properties: { in: { const: 'path' } } },
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        then: { required: ['required'], properties: { required: { const: true } } },
      },
    },
    requestBody: closed({ content }, { required: { type: 'boolean' }, description: text }),
  },
);
const pathItem = {
  ...mapOf(operation, '^(get|put|post|delete|options|head|patch|trace)$'),
  minProperties: 1,
};
const apiKey = closed(
  { type: { const: 'apiKey' }, in: { enum: ['query', 'header', 'cookie'] }, name: text },
  { description: text },
);
const http = closed({ type: { const: 'http' }, scheme: text }, { description: text, bearerFormat: text });

/** What the OpenAPI 3.1 specification asks of the parts that this document has; any other part has no place in it. */
const openapi31 = closed(
  {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: closed({ title: text, version: text }, { description: text }),
    paths: mapOf(pathItem, '^/'),
    webhooks: mapOf(pathItem),
    components: closed({
      schemas: mapOf(schema, '^[\\w.-]+$'),
      responses: mapOf(answer, '^[\\w.-]+$'),
      securitySchemes: mapOf({ anyOf: [apiKey, http] }),
    }),
  },
  { servers: { type: 'array' } },
);

describe('the OpenAPI document', () => {
  test('has the shape of OpenAPI 3.1', () => {
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(openapi31);
    expect(validate(document), JSON.stringify(validate.errors, null, 1)).toBe(true);
  });

  test('the shape is one that a wrong document does not have', () => {
    const validate = new Ajv2020({ strict: false }).compile(openapi31);
    const spoilt = (change: (copy: Document) => void) => {
      const copy = structuredClone(document);
      change(copy);
      return validate(copy);
    };
    const first = (copy: Document) => Object.values(Object.values(copy.paths)[0]!)[0]!;
    expect(spoilt(() => undefined)).toBe(true);
    expect(spoilt((copy) => (copy.openapi = '3.0.3'))).toBe(false);
    expect(spoilt((copy) => (first(copy).responses = {}))).toBe(false);
    expect(spoilt((copy) => Object.assign(first(copy), { nonsense: 1 }))).toBe(false);
  });

  test('tells of every event that is sent, and how', () => {
    expect(Object.keys(document.webhooks)).toEqual([...eventTypes]);
    for (const { post } of Object.values(document.webhooks))
      expect(post.parameters?.map(({ name }) => name)).toEqual([
        'webhook-id',
        'webhook-timestamp',
        'webhook-signature',
      ]);
  });

  test('its schemas are JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      validateFormats: false,
    });
    const all = [
      ...operations.map((one) => one.operation),
      ...Object.values(document.webhooks).map(({ post }) => post),
    ];
    const schemas = all.flatMap(({ parameters, requestBody, responses }) => [
      ...(parameters ?? []).map((one) => one.schema),
      ...[requestBody, ...Object.values(responses)].flatMap((one) =>
        Object.values(one?.content ?? {}).map((media) => media.schema),
      ),
    ]);
    expect(schemas.length).toBeGreaterThan(60);
    for (const one of [...schemas, ...Object.values(document.components.schemas)]) {
      const compile = () => '$ref' in one || ajv.compile(one);
      expect(compile, JSON.stringify(one)).not.toThrow();
    }
  });

  test('every reference leads somewhere, every path parameter is described, and no id is there twice', () => {
    for (const [, target] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = target!
        .split('/')
        .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
      expect(found, target).toBeDefined();
    }
    for (const {
      path,
      operation: { parameters },
    } of operations) {
      const named = (parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(new Set(named), path).toEqual(new Set(inPath));
    }
    const ids = operations.map(({ operation: { operationId } }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+[A-Z][A-Za-z]*$/.test(id))).toEqual([]);
  });

  test('what comes as a file stands beside what it is made of', () => {
    const tagsOf = (wanted: string) => operations.find(({ path }) => path === wanted)!.operation.tags;
    expect(tagsOf('/api/comparison.csv')).toEqual(tagsOf('/api/comparison'));
  });

  const callersOf = (who: Who): object[] => {
    if (who === 'anyone' || who === 'platform') return [];
    if (who === 'candidate') return [{ attempt: [] }];
    const scope = scopeOf(who);
    return [{ session: who }, ...(scope ? [{ token: [scope] }] : [])];
  };

  test('says of every route who may call it, by role, by cookie and by scope', () => {
    for (const {
      key,
      operation: { security, description },
    } of operations) {
      const { who } = contract[key as keyof typeof contract] as Route;
      for (const one of security.flatMap(Object.keys))
        expect(Object.keys(document.components.securitySchemes)).toContain(one);
      expect(security, key).toEqual(callersOf(who));
      const told = description.split(/[ ,:;.]+/);
      expect(
        roles.filter((role) => told.includes(role)),
        key,
      ).toEqual(roles.filter((role) => Array.isArray(who) && who.includes(role)));
    }
    const named = operations.flatMap(({ operation: { security } }) =>
      security.flatMap(({ token }) => token ?? []),
    );
    expect(new Set(named)).toEqual(new Set(Object.keys(scopes)));
  });

  test('describes the error answers as they are sent', async () => {
    const client = new Client(platform.app);
    const refused = await platform.app.inject({ url: '/api/invites' });
    const { responses } = operations.find(({ key }) => key === 'GET /api/invites')!.operation;
    expect(responses['401']).toEqual({ $ref: '#/components/responses/NotKnown' });
    expect(refused.headers['content-type']).toContain('application/problem+json');
    const validate = new Ajv2020().compile({
      ...document.components.schemas['Problem'],
      additionalProperties: false,
    });
    expect(validate(refused.json())).toBe(true);
    const bad = await client.call('POST /api/session', { body: {} } as never);
    expect(validate(bad.problem)).toBe(true);
    for (const { key, operation: one } of operations) {
      expect(Object.keys(one.responses), key).toEqual(expect.arrayContaining(['429', 'default']));
      expect('401' in one.responses, key).toBe(one.security.length > 0);
    }
  });
});
