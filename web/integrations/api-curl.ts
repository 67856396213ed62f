import type { Entry } from './api-document.ts';
import { exampleOf } from './shape.ts';

/** In single quotes a shell takes everything as it is but the quote itself. */
const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** @returns a call as a command for a shell, with an example of what it takes */
export function curlOf({ method, path, operation, scope }: Entry, origin: string): string {
  const url = origin + path.replace(/\{(\w+)\}/g, '<$1>');
  const body = operation.requestBody?.content['application/json']?.schema;
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(url)}`,
    ...(scope ? ['-H "Authorization: Bearer $PROOFLOAD_TOKEN"'] : []),
    ...(body ? ["-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(exampleOf(body)))}`] : []),
  ].join(' \\\n  ');
}
