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
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#opened());
    socket.addEventListener('message', ({ data }) => this.#draw(new Uint8Array(data as ArrayBuffer)));
    socket.addEventListener('close', ({ code }) => this.#closed(code));
  }

  #opened(): void {
    this.#openedMs = performance.now();
    this.#needs.screen.draw(cancel, () => {});
    this.#needs.onState('open');
    this.resize();
  }

  #draw(bytes: Uint8Array): void {
    const socket = this.#socket;
    this.#needs.screen.draw(bytes, () => {
      if (socket !== this.#socket) return;
      this.#untold += bytes.length;
      if (this.#untold < tellBytes) return;
      this.#say({ seen: this.#untold });
      this.#untold = 0;
    });
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
