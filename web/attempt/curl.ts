import type { HandRequest } from './hand-request.ts';

/** The request as a command for a shell in the sandbox. */
export function curlOf({ method, path, headers, body }: HandRequest, port: number): string {
  const sent = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  return [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...sent,
    ...(body === undefined ? [] : [`--data-raw ${quote(body)}`]),
    quote(`http://127.0.0.1:${port}${path}`),
  ].join(' ');
}

/** In single quotes a shell takes everything as it is but the quote itself. */
const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
