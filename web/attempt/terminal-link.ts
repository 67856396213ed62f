import type { TerminalMessage } from '../../api/console/contract.ts';

export type LinkState = 'connecting' | 'open' | 'cut' | 'over';

interface LinkNeeds {
  attemptId: string;
  /** Which of the attempt's terminals. */
  name: string;
  screen: {
    size(): { cols: number; rows: number };
    /** Draws bytes; calls back once they are drawn. */
    draw(bytes: Uint8Array, drawn: () => void): void;
  };
  onState: (state: LinkState) => void;
}

/** The server closed it since the attempt is over. */
const attemptOver = 4001;
const firstRetryMs = 300;
const lastRetryMs = 10_000;
/** One that lasted so long was no failure to connect. */
const steadyMs = 5_000;
/** The server is told after so many bytes, well before it would wait. */
const tellBytes = 32_768;
const pieceBytes = 16_384;
/**
 * No more is drawn in one frame. Nobody reads faster; and since the server waits for what is drawn, a program that writes
 * without end cannot take the machine, and the editor's typing with it.
 */
const frameBytes = 32_768;
/** Ends an escape sequence that was cut off in the middle. */
const cancel = Uint8Array.of(0x18);

/**
 * The way to a terminal in the sandbox. It is opened again whenever it was cut, as long as somebody looks: of two windows
 * on one terminal, the one that is used has it.
 */
export class TerminalLink {
  readonly #needs: LinkNeeds;
  #socket: WebSocket | undefined;
  #openedMs = 0;
  #failures = 0;
  #untold = 0;
  /** Has come and is not drawn. */
  #waiting: Uint8Array[] = [];
  #drawing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(needs: LinkNeeds) {
    this.#needs = needs;
    window.addEventListener('focus', this.#wake);
    this.#connect();
  }

  type(text: string): void {
    const bytes = new TextEncoder().encode(text);
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    for (let at = 0; at < bytes.length; at += pieceBytes)
      this.#socket.send(bytes.subarray(at, at + pieceBytes));
  }

  resize(): void {
    this.#say(this.#needs.screen.size());
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    window.removeEventListener('focus', this.#wake);
    this.#socket?.close();
  }

  #connect(): void {
    const { attemptId, name, screen, onState } = this.#needs;
    const { cols, rows } = screen.size();
    const url = new URL(
      `/api/attempts/${attemptId}/terminals/${name}?cols=${cols}&rows=${rows}`,
      location.href,
    );
    url.protocol = url.protocol.replace('http', 'ws');
    onState('connecting');
    this.#untold = 0;
    this.#waiting = [];
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#opened());
    socket.addEventListener('message', ({ data }) => {
      this.#waiting.push(new Uint8Array(data as ArrayBuffer));
      this.#drawSoon();
    });
    socket.addEventListener('close', ({ code }) => this.#closed(code));
  }

  #opened(): void {
    this.#openedMs = performance.now();
    this.#needs.screen.draw(cancel, () => {});
    this.#needs.onState('open');
    this.resize();
  }

  /** A frame after the other, as long as there is something to draw. */
  #drawSoon(): void {
    if (this.#drawing || this.#waiting.length === 0) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      if (this.#ended) return;
      const socket = this.#socket;
      const bytes = takeBytes(this.#waiting, frameBytes);
      this.#needs.screen.draw(bytes, () => {
        this.#drawing = false;
        if (socket === this.#socket) this.#tell(bytes.length);
        this.#drawSoon();
      });
    });
  }

  #tell(drawn: number): void {
    this.#untold += drawn;
    if (this.#untold < tellBytes) return;
    this.#say({ seen: this.#untold });
    this.#untold = 0;
  }

  #closed(code: number): void {
    if (this.#ended) return;
    if (code === attemptOver) return this.#needs.onState('over');
    this.#needs.onState('cut');
    const steady = this.#openedMs > 0 && performance.now() - this.#openedMs > steadyMs;
    this.#openedMs = 0;
    this.#failures = steady ? 0 : this.#failures + 1;
    const waitMs = Math.min(lastRetryMs, firstRetryMs * 2 ** this.#failures);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (document.hasFocus()) this.#connect();
    }, waitMs);
  }

  /** Somebody looks again. */
  readonly #wake = (): void => {
    const closed = this.#socket?.readyState === WebSocket.CLOSED;
    if (closed && this.#timer === undefined && !this.#ended) this.#connect();
  };

  #say(message: TerminalMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

/** Takes what there is from the front of the pieces, but no more than `most`. */
function takeBytes(pieces: Uint8Array[], most: number): Uint8Array {
  const all = new Uint8Array(
    Math.min(
      most,
      pieces.reduce((sum, { length }) => sum + length, 0),
    ),
  );
  for (let at = 0; at < all.length;) {
    const piece = pieces.shift()!;
    const part = piece.subarray(0, all.length - at);
    all.set(part, at);
    at += part.length;
    if (part.length < piece.length) pieces.unshift(piece.subarray(part.length));
  }
  return all;
}
