import { expect, test } from 'vitest';
import { curlOf } from './api-curl.ts';
import { exampleOf, shapeOf } from './shape.ts';

const invite = {
  type: 'object',
  required: ['challenge', 'rule', 'tags'],
  properties: {
    challenge: { type: 'string' },
    days: { type: 'integer', minimum: 1, maximum: 90, description: 'To start in' },
    rule: { enum: ['open', 'none'] },
    tags: { type: 'array', items: { enum: ['a', 'b'] } },
    band: { anyOf: [{ enum: ['solid'] }, { type: 'null' }] },
    steps: {
      type: 'array',
      items: { type: 'object', required: ['ms'], properties: { ms: { type: 'number' } } },
    },
    headers: { type: 'object', patternProperties: { '.*': { type: 'string' } } },
  },
};

test('a schema reads like a type', () => {
  expect(shapeOf(invite)).toBe(`{
  challenge: string
  days?: integer 1…90  // To start in
  rule: "open" | "none"
  tags: ("a" | "b")[]
  band?: "solid" | null
  steps?: {
    ms: number
  }[]
  headers?: { [name]: string }
}`);
  expect(shapeOf({})).toBe('anything');
  expect(shapeOf({ type: 'object', properties: {} })).toBe('{}');
});

test('an example has what is needed and no more', () => {
  expect(exampleOf(invite)).toEqual({ challenge: 'text', rule: 'open', tags: ['a'] });
});

test('the command for a shell keeps quotes and names the token', () => {
  const operation = {
    operationId: 'x',
    description: '',
    tags: [],
    security: [{ token: ['invite'] }],
    responses: {},
    parameters: [{ name: 'inviteId', in: 'path', schema: {} }],
    requestBody: { content: { 'application/json': { schema: { const: "it's" } } } },
  };
  const entry = { method: 'PUT', path: '/api/invites/{inviteId}', operation, scope: 'invite' };
  expect(curlOf(entry, 'https://proof.example')).toBe(
    `curl -X PUT 'https://proof.example/api/invites/<inviteId>' \\\n` +
      `  -H "Authorization: Bearer $PROOFLOAD_TOKEN" \\\n` +
      `  -H 'Content-Type: application/json' \\\n` +
      `  -d '"it'\\''s"'`,
  );
});
