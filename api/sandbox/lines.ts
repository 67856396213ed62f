import { SandboxError } from './sandboxes.ts';

const newline = 0x0a;

/** Cuts a stream into lines and parses each as JSON, within limits on one line and on all together. */
export class JsonLines {
  readonly #onLine: (line: unknown) => void;
  readonly #limits: { lineBytes: number; totalBytes: number };
  #pieces: Buffer[] = [];
  #lineBytes = 0;
  #totalBytes = 0;

  constructor(onLine: (line: unknown) => void, limits: { lineBytes: number; totalBytes: number }) {
    this.#onLine = onLine;
    this.#limits = limits;
  }

  /** @throws SandboxError when a limit is passed or a line is not JSON */
  add(bytes: Buffer): void {
    this.#totalBytes += bytes.length;
    if (this.#totalBytes > this.#limits.totalBytes) throw new SandboxError('the probe printed too much');
    let rest = bytes;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      this.#keep(rest.subarray(0, end));
      this.#flush();
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
  }

  /** Takes what is left after the last line break. */
  end(): void {
    this.#flush();
  }

  #keep(bytes: Buffer): void {
    this.#lineBytes += bytes.length;
    if (this.#lineBytes > this.#limits.lineBytes) throw new SandboxError('the probe printed too long a line');
    this.#pieces.push(bytes);
  }

  #flush(): void {
    const text = Buffer.concat(this.#pieces).toString('utf8').trim();
    this.#pieces = [];
    this.#lineBytes = 0;
    if (text !== '') this.#onLine(parse(text));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SandboxError(`the probe printed a line that is not JSON: ${text.slice(0, 200)}`);
  }
}
