// Server-sent events (WHATWG HTML, section 9.2): read as they come, until enough have come.
import { maxBodyBytes } from './body.ts';
import { Exchange, type Done } from './exchange.ts';
import { failureByStatus } from './outcome.ts';
import type { EventsRequest, Headers, ServerEvent } from './kit/load.ts';
import { verdictOf } from './judge.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export class EventsExchange extends Exchange {
  readonly #request: EventsRequest;
  readonly #reader = new EventReader();
  #bytes = 0;

  constructor(request: EventsRequest, done: Done) {
    super(done);
    this.#request = request;
  }

  override onHead(status: number, headers: Headers): void {
    super.onHead(status, headers);
    const type = headers.get('content-type') ?? '';
    if (status !== 200 || !/^text\/event-stream *(;|$)/i.test(type)) this.settle(failureByStatus(status));
  }

  /** The stream ended before enough had come. */
  onEnd(): void {
    this.settle('wrong');
  }

  protected take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > maxBodyBytes || !this.body.add(chunk)) return this.settle('too-large');
    const read = this.#reader.read(this.body.bytes());
    if (read === 0) return;
    this.body.drop(read);
    if (this.#reader.events.length < this.#request.count) return;
    const json = this.#reader.events.slice(0, this.#request.count);
    const { status, headers } = this;
    if (verdictOf(() => this.#request.check(json))) this.settle('good', { status, headers, json });
    else this.settle('wrong');
  }
}

/** Reads events from the beginning of what came and was not yet read. */
export class EventReader {
  readonly events: ServerEvent[] = [];
  #afterReturn = false;
  #begun = false;
  #data: string[] = [];
  #event = '';
  #id = '';

  /** @returns how many bytes were read: those of whole lines */
  read(bytes: Buffer): number {
    const end = Math.max(bytes.lastIndexOf(lineFeed), bytes.lastIndexOf(carriageReturn)) + 1;
    if (end === 0) return 0;
    let text = bytes.toString('utf8', 0, end);
    if (!this.#begun) text = text.replace(/^\uFEFF/, '');
    this.#begun = true;
    // A line ends with CR, LF or both; the LF of a pair may have come later.
    if (this.#afterReturn && text.startsWith('\n')) text = text.slice(1);
    this.#afterReturn = text.endsWith('\r');
    if (text === '') return end;
    const lines = text.split(/\r\n|\n|\r/);
    lines.pop();
    for (const line of lines) this.#take(line);
    return end;
  }

  #take(line: string): void {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
  }

  #dispatch(): void {
    if (this.#data.length > 0)
      this.events.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
    this.#data = [];
    this.#event = '';
  }
}
