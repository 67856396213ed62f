import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { quieten } from './terminal-quiet.ts';

const hostile = [
  '\u001b[c\u001b[>c\u001b[=c\u001b[5n\u001b[6n\u001b[?6n\u001b[?996n\u001b[>q\u001b[x',
  '\u001b[14t\u001b[18t\u001b[20t\u001b[21t\u001b[4$p\u001b[?2004$p',
  '\u001bP$qm\u001b\\\u001bP$q"p\u001b\\\u001bP+q544e\u001b\\',
  '\u001b]0;rm -rf /\u0007\u001b]2;title\u001b\\\u001b]4;1;?\u0007\u001b]10;?\u0007\u001b]11;?\u0007\u001b]12;?\u0007',
  '\u001b]52;c;cm0gLXJmIC8=\u0007\u001b]52;c;?\u0007\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
];

/** What a terminal says of itself once it has drawn all that. */
async function saidBy(terminal: Terminal): Promise<string[]> {
  const said: string[] = [];
  terminal.onData((data) => said.push(data));
  terminal.onBinary((data) => said.push(data));
  terminal.onTitleChange((title) => said.push(title));
  for (const text of hostile) await new Promise<void>((done) => terminal.write(text, done));
  terminal.dispose();
  return said;
}

test('what a program writes makes the terminal say nothing', async () => {
  const terminal = new Terminal();
  quieten(terminal);
  expect(await saidBy(terminal)).toEqual([]);
});

test('one that was not made quiet would answer', async () => {
  expect((await saidBy(new Terminal())).length).toBeGreaterThan(3);
});
