// The OpenAPI document, from the same contract that serves the routes.
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { Route, Who } from './contract.ts';
import { ProblemBody } from './problem.ts';
import { scopeOf, scopes } from './roles.ts';

/**
 * Describes every route registered after it at GET /openapi.json.
 * @param webhooks what is sent to others, by the name of the event
 */
export async function describeApi(app: FastifyInstance, webhooks: Record<string, object>): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Proofload', version: '0.1.0', description: about },
      components: { securitySchemes },
      webhooks,
    },
    transformObject: (made) => {
      // Only the other kind of document, which is not asked for, has no paths of this shape.
      const document = (made as unknown as { openapiObject: Document }).openapiObject;
      addErrors(document);
      return document;
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

const about = `Programs call with an API token that an admin makes: \`Authorization: Bearer proofload_…\`. A token may do what its
scopes say:
${Object.entries(scopes)
  .map(([scope, what]) => `- \`${scope}\`: ${what}`)
  .join('\n')}

Every error answer is application/problem+json, with a stable \`code\` for programs and a \`title\` for people.`;

const securitySchemes = {
  token: { type: 'http' as const, scheme: 'bearer', description: 'An API token; its scopes are named here' },
  session: { type: 'apiKey' as const, in: 'cookie', name: 'session', description: 'A person who signed in' },
  attempt: {
    type: 'apiKey' as const,
    in: 'cookie',
    name: 'attempt_{attemptId}',
    description: 'The candidate who opened the invite of this attempt',
  },
};

/** @returns what the document says of a route beyond its schemas */
export function describeRoute(key: string, { who }: Route) {
  const [method, path] = key.split(' ') as [string, string];
  const parts = path.split(/[/.]/).filter((part) => part !== '' && part !== 'api');
  const name = parts.map((part) => part.replace(/^:/, 'by-')).map(pascal);
  const [tag = 'api'] = parts;
  return {
    operationId: method.toLowerCase() + name.join(''),
    tags: [tag],
    description: callersOf(who),
    security: securityOf(who),
  };
}

function pascal(text: string): string {
  return text.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function callersOf(who: Who): string {
  if (who === 'anyone') return 'Anyone may call it.';
  if (who === 'platform') return 'Only the platform itself may call it.';
  if (who === 'candidate')
    return 'Only the candidate of the attempt may call it, and who joined them in a follow-up.';
  const scope = scopeOf(who);
  return `May call it: ${who.join(', ')}${scope ? `; tokens with the scope ${scope}` : '; no token'}.`;
}

function securityOf(who: Who): Record<string, string[]>[] {
  if (who === 'anyone' || who === 'platform') return [];
  if (who === 'candidate') return [{ attempt: [] }];
  const scope = scopeOf(who);
  return [{ session: [...who] }, ...(scope ? [{ token: [scope] }] : [])];
}

interface Operation {
  security: object[];
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, Answer>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; responses?: object };
}

const problems = {
  BadInput: 'What was sent is not as described',
  NotKnown: 'Sign in, or show a token that works',
  NotAllowed: 'This caller may not do it',
  NotThere: 'There is no such thing, or it is not yours',
  TooOften: 'Too many calls; try again later',
  Problem:
    'Anything else that went wrong: 409 when the state of things forbids it, 5xx when the fault is ours, 503 with Retry-After when it passes',
};

/** The errors come from one place for all routes, so no route declares them. */
function addErrors({ paths, components }: Document): void {
  const schema = { $ref: '#/components/schemas/Problem' };
  const content = { 'application/problem+json': { schema } };
  components.schemas['Problem'] = ProblemBody;
  components.responses = Object.fromEntries(
    Object.entries(problems).map(([name, description]) => [name, { description, content }]),
  );
  for (const [path, methods] of Object.entries(paths))
    for (const operation of Object.values(methods)) {
      for (const answer of Object.values(operation.responses)) mendAnswer(answer);
      Object.assign(operation.responses, errorsOf(path, operation));
    }
}

function errorsOf(path: string, { security, parameters, requestBody }: Operation) {
  const ref = (name: keyof typeof problems) => ({ $ref: `#/components/responses/${name}` });
  return {
    ...((parameters || requestBody) && { 400: ref('BadInput') }),
    ...(security.length > 0 && { 401: ref('NotKnown'), 403: ref('NotAllowed') }),
    ...(path.includes('{') && { 404: ref('NotThere') }),
    429: ref('TooOften'),
    default: ref('Problem'),
  };
}

interface Answer {
  description: string;
  content?: Record<string, { schema: { format?: string } }>;
}

/** Files are sent as they are, not as JSON. */
function mendAnswer(answer: Answer): void {
  if (answer.description === 'Default Response') answer.description = 'It worked';
  const json = answer.content?.['application/json'];
  if (json?.schema.format === 'binary') answer.content = { 'application/gzip': { schema: {} } };
}
