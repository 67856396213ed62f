// The parts of the platform's OpenAPI document that its page shows.

export interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  additionalProperties?: Schema | boolean;
  patternProperties?: Record<string, Schema>;
}

type Content = Record<string, { schema: Schema }>;

export interface Operation {
  operationId: string;
  description: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Content };
  security: Record<string, string[]>[];
  responses: Record<string, { $ref?: string; description?: string; content?: Content }>;
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { responses: Record<string, { description: string }> };
}

export interface Entry {
  method: string;
  path: string;
  operation: Operation;
  /** What a token needs for it; undefined when no token may call it. */
  scope: string | undefined;
}

/** @returns the routes of a document by what they are about, in its order */
export function entriesByTag({ paths }: ApiDocument): [tag: string, entries: Entry[]][] {
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
      scope: operation.security.find(({ token }) => token)?.['token']?.[0],
    })),
  );
  return [...Map.groupBy(entries, ({ operation }) => operation.tags[0] ?? '')];
}

/** @returns what an answer means, of those shared by all routes too */
export function answerText({ components }: ApiDocument, answer: Operation['responses'][string]): string {
  const shared = answer.$ref && components.responses[answer.$ref.split('/').at(-1) ?? ''];
  return (shared ? shared.description : answer.description) ?? '';
}
