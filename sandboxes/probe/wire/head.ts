// The head of an answer: status line and headers (RFC 9112, sections 4 to 6).
import type { Headers } from '../kit/load.ts';
import { Malformed } from './malformed.ts';

export interface Head {
  status: number;
  headers: Headers;
  keepAlive: boolean;
  /** How the body ends: after so many bytes, with the last chunk, or with the connection. */
  framing: number | 'chunks' | 'until-close';
}

const statusForm = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t -~\x80-\xff]*)?$/;
const headerForm = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t -~\x80-\xff]*)$/;
const lengthForm = /^\d{1,15}$/;

/** @returns bytes up to the end of the empty line that ends a head; -1 when it has not come */
export function headLength(bytes: Buffer, from: number): number {
  const at = bytes.indexOf('\r\n\r\n', from, 'latin1');
  return at < 0 ? -1 : at + 4;
}

/** @param text the whole head with its empty line. @throws Malformed */
export function parseHead(text: string): Head {
  const lines = text.split('\r\n');
  const status = statusForm.exec(lines[0] as string);
  if (!status) throw new Malformed('garbage');
  const headers = new Map<string, string>();
  for (let index = 1; index < lines.length - 2; index++) addHeader(headers, lines[index] as string);
  return {
    status: Number(status[2]),
    headers,
    keepAlive: staysOpen(headers.get('connection'), status[1] === '1'),
    framing: framingOf(headers),
  };
}

function addHeader(headers: Map<string, string>, line: string): void {
  const header = headerForm.exec(line);
  if (!header) throw new Malformed('garbage');
  const name = (header[1] as string).toLowerCase();
  const value = (header[2] as string).trimEnd();
  const earlier = headers.get(name);
  headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
}

function staysOpen(connection: string | undefined, byDefault: boolean): boolean {
  if (connection === undefined) return byDefault;
  const options = connection.toLowerCase().split(/[\t ]*,[\t ]*/);
  return !options.includes('close') && (byDefault || options.includes('keep-alive'));
}

// Two lengths, or a length and chunks, are two truths about where the answer ends.
function framingOf(headers: Headers): Head['framing'] {
  const length = headers.get('content-length');
  const encoding = headers.get('transfer-encoding');
  if (encoding !== undefined) {
    if (encoding.toLowerCase() !== 'chunked' || length !== undefined) throw new Malformed('garbage');
    return 'chunks';
  }
  if (length === undefined) return 'until-close';
  if (!lengthForm.test(length)) throw new Malformed('garbage');
  return Number(length);
}
