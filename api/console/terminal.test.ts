import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../http/problem.ts';
import type { TerminalSize } from '../sandbox/sandboxes.ts';
import { attemptOver, joinTerminal, shellEnded, type BrowserSocket } from './terminal.ts';

/** A browser that never draws of itself. */
class Browser extends EventEmitter implements BrowserSocket {
  readyState = 1;
  got = 0;
  reading = false;
  closedWith: number | undefined;

  send(data: Uint8Array): void {
    this.got += data.length;
  }

  close(code: number): void {
    this.closedWith ??= code;
    this.emit('close');
  }

  terminate(): void {
    this.close(1006);
  }

  ping(): void {}

  pause(): void {
    this.reading = false;
  }

  resume(): void {
    this.reading = true;
  }

  says(message: unknown): void {
    this.emit('message', Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)), false);
  }
}

/** A shell that writes without end as long as it may, and takes what is typed slowly. */
class Flood extends Duplex {
  typed = '';
  swallow: (() => void) | undefined;

  constructor() {
    super({ writableHighWaterMark: 10 });
  }

  override _read(): void {
    setImmediate(() => this.push(Buffer.alloc(16_384, 'x')));
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.typed += chunk.toString();
    this.swallow = done;
  }
}

let browser: Browser;
let shell: Flood;
let sizes: TerminalSize[];
let failing: Error | undefined;
const terminal = {
  resize: async (size: TerminalSize) => void sizes.push(size),
  admit: async () => {
    if (failing) throw failing;
  },
};
const turns = async (count: number) => {
  for (let n = 0; n < count; n++) await new Promise(setImmediate);
};

beforeEach(() => {
  browser = new Browser();
  shell = new Flood();
  sizes = [];
  failing = undefined;
});
afterEach(() => {
  browser.close(1000);
  vi.useRealTimers();
});

test('a flood waits for what has been drawn', async () => {
  joinTerminal(browser, shell, terminal);
  await turns(200);
  const held = browser.got;
  expect(held).toBeGreaterThan(262_144);
  expect(held).toBeLessThan(400_000);
  await turns(100);
  expect(browser.got).toBe(held);
  browser.says({ seen: held });
  await turns(200);
  expect(browser.got).toBeGreaterThan(held + 262_144);
  browser.says({ seen: 1e9 });
  await turns(200);
  expect(browser.got).toBeLessThan(held + 3 * 400_000);
});

test('what is typed waits for a shell that does not read', async () => {
  joinTerminal(browser, shell, terminal);
  browser.emit('message', Buffer.from('sleep 9; echo hi\n'), true);
  expect([shell.typed, browser.reading]).toEqual(['sleep 9; echo hi\n', false]);
  shell.swallow?.();
  await turns(2);
  expect(browser.reading).toBe(true);
});

test('sizes come one at a time, and the last one counts', async () => {
  let done = () => {};
  const resize = (size: TerminalSize) => {
    sizes.push(size);
    return new Promise<void>((resolve) => (done = resolve));
  };
  joinTerminal(browser, shell, { ...terminal, resize });
  for (const cols of [80, 81, 82, 83]) browser.says({ cols, rows: 24 });
  expect(sizes).toEqual([{ cols: 80, rows: 24 }]);
  done();
  await turns(2);
  expect(sizes).toEqual([
    { cols: 80, rows: 24 },
    { cols: 83, rows: 24 },
  ]);
});

test.each(['', 'x', '[]', '{"seen":-1}', '{"seen":"1"}', '{"cols":1e9,"rows":1}', '{"cols":80}', 'null'])(
  '%j ends the connection',
  (message) => {
    joinTerminal(browser, shell, terminal);
    browser.says(message);
    expect(browser.closedWith).toBe(1006);
    expect(shell.destroyed).toBe(true);
  },
);

test('either end ends the other', async () => {
  joinTerminal(browser, shell, terminal);
  shell.destroy();
  await turns(2);
  expect(browser.closedWith).toBe(shellEnded);
  const gone = new Browser();
  gone.readyState = 3;
  const late = new Flood();
  joinTerminal(gone, late, terminal);
  expect(late.destroyed).toBe(true);
});

test.each([409, 401])('it ends with the attempt, or with the right to it: %i', async (status) => {
  vi.useFakeTimers();
  joinTerminal(browser, shell, terminal);
  await vi.advanceTimersByTimeAsync(6_000);
  failing = new Error('The database is away');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(browser.closedWith).toBe(undefined);
  failing = new Problem(status, 'attempt-submitted', 'Handed in');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(browser.closedWith).toBe(attemptOver);
  expect(shell.destroyed).toBe(true);
});

test('a browser that does not answer is let go', async () => {
  vi.useFakeTimers();
  joinTerminal(browser, shell, terminal);
  await vi.advanceTimersByTimeAsync(21_000);
  browser.emit('pong');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(browser.closedWith).toBe(undefined);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(browser.closedWith).toBe(1006);
});
