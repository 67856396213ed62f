// A request as it goes over the wire.
import type { WireRequest } from './transport.ts';

const pathForm = /^\/[!-~]*$/;
const nameForm = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const valueForm = /^[\t -~]*$/;
/** The transport's own. */
const reserved = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'upgrade']);

interface Sendable {
  path: string;
  headers?: Record<string, string>;
}

/** @throws RangeError when the path or a header cannot stand in a request */
export function assertSendable({ path, headers = {} }: Sendable): void {
  if (!pathForm.test(path)) throw new RangeError(`Not a path: ${JSON.stringify(path).slice(0, 200)}`);
  for (const name in headers)
    if (!nameForm.test(name) || reserved.has(name.toLowerCase()) || !valueForm.test(headers[name] as string))
      throw new RangeError(`Not a header to send: ${JSON.stringify(name).slice(0, 200)}`);
}

/** @returns the whole request, to be written as UTF-8. @throws RangeError when it is no valid request */
export function requestText(host: string, request: WireRequest, connection: 'keep-alive' | 'close'): string {
  assertSendable(request);
  const { method, path, headers, body } = request;
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: ${connection}\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  if (body !== undefined) return `${text}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  return `${text}${method === 'GET' ? '' : 'content-length: 0\r\n'}\r\n`;
}
