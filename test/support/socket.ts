import { once } from 'node:events';
import { WebSocket } from 'undici';
import { publicUrl, type Candidate } from './app.ts';

interface TerminalSocket {
  /** All that was drawn so far. */
  drawn: () => string;
  type(text: string): void;
  say(message: unknown): void;
  /** Why it was closed, once it is. */
  closed: Promise<number>;
  close(): void;
}

/**
 * Opens a terminal as a browser does.
 * @param base where the platform listens
 * @throws Error when it is refused
 */
export async function openSocket(
  base: string,
  { attemptId, cookies }: Candidate,
  { name = '1', size = 'cols=80&rows=24', origin = publicUrl } = {},
): Promise<TerminalSocket> {
  const cookie = Object.entries(cookies).map(([key, value]) => `${key}=${value}`);
  const headers = { cookie: cookie.join('; '), origin };
  const url = `${base.replace('http', 'ws')}/api/attempts/${attemptId}/terminals/${name}?${size}`;
  const socket = new WebSocket(url, { headers });
  socket.binaryType = 'arraybuffer';
  let drawn = '';
  socket.addEventListener('message', ({ data }) => {
    drawn += Buffer.from(data as ArrayBuffer).toString();
  });
  const closed = new Promise<number>((resolve) =>
    socket.addEventListener('close', ({ code }) => resolve(code)),
  );
  const failed = once(socket, 'error').then(() => Promise.reject(new Error('refused')));
  await Promise.race([once(socket, 'open'), failed]);
  failed.catch(() => undefined);
  return {
    drawn: () => drawn,
    type: (text) => socket.send(new TextEncoder().encode(text)),
    say: (message) => socket.send(JSON.stringify(message)),
    closed,
    close: () => socket.close(),
  };
}
