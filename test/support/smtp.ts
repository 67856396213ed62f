// A small mail server on loopback: it takes what it is sent, or says no when a test tells it to.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Received {
  from: string;
  to: string;
  subject: string;
  /** The text as its reader sees it. */
  text: string;
}

export class SmtpServer {
  readonly received: Received[] = [];
  /** What the server says to an address instead of taking it, such as '550 no such user'; undefined to take it. */
  refuse: ((address: string) => string | undefined) | undefined;
  /** Called when a message was taken, before the sender is told; the connection is cut when it returns false. */
  answers: () => boolean = () => true;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
      this.#talk(socket);
    });
  }

  static async open(): Promise<SmtpServer> {
    const smtp = new SmtpServer();
    await new Promise<void>((resolve) => void smtp.#server.listen(0, '127.0.0.1', resolve));
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @returns what was sent to the address, oldest first */
  to(address: string): Received[] {
    return this.received.filter(({ to }) => to === address);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  #talk(socket: Socket): void {
    let pending = '';
    let [from, to] = ['', ''];
    let data: string[] | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const command = (line: string): void => {
      const address = /<(.*)>/.exec(line)?.[1] ?? '';
      const verb = line.split(/[ :]/, 1)[0]!.toUpperCase();
      if (verb === 'MAIL') from = address;
      if (verb === 'RCPT') to = address;
      if (verb === 'DATA') data = [];
      say(verb === 'RCPT' ? (this.refuse?.(address) ?? '250 fine') : (replies[verb] ?? '250 fine'));
      if (verb === 'QUIT') socket.end();
    };
    const content = (line: string): void => {
      if (line !== '.') return void data!.push(line.replace(/^\./, ''));
      this.received.push({ from, to, ...readMessage(data!) });
      data = undefined;
      if (this.answers()) say('250 taken');
      else socket.destroy();
    };
    say('220 test');
    socket.on('data', (chunk) => {
      const lines = (pending + chunk.toString()).split('\r\n');
      pending = lines.pop()!;
      for (const line of lines) (data ? content : command)(line);
    });
  }
}

const replies: Record<string, string> = { DATA: '354 go on', QUIT: '221 bye' };

function readMessage(lines: string[]): { subject: string; text: string } {
  const gap = lines.indexOf('');
  const headers = lines
    .slice(0, gap)
    .join('\n')
    .replaceAll(/\n[ \t]+/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? '';
  const body = lines.slice(gap + 1).join('\n');
  const encoding = header('Content-Transfer-Encoding');
  if (encoding === 'base64')
    return { subject: wordsOf(header('Subject')), text: Buffer.from(body, 'base64').toString() };
  const text =
    encoding === 'quoted-printable' ? unquoted(body.replaceAll('=\n', '')) : body.replaceAll(' \n', ' ');
  return { subject: wordsOf(header('Subject')), text };
}

/** A header whose encoded words are read. */
function wordsOf(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, how: string, word: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : unquoted(word.replaceAll('_', ' ')),
    );
}

function unquoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
