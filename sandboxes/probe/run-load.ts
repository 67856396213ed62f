// node run-load.ts <origin> <load.ts>: loads a service as told on stdin, one JSON command a line, and prints
// what happened, one JSON line a window. Everything printed is raw; what it is worth is decided elsewhere.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { LoadCommand, LoadLine } from './observation.ts';
import { Engine } from './engine.ts';
import type { LoadKind } from './kit/load.ts';

const [origin, loadFile] = process.argv.slice(2);
if (!origin || !loadFile) throw new Error('usage: run-load.ts <origin> <load.ts>');

const { default: kinds } = (await import(pathToFileURL(loadFile).href)) as { default: readonly LoadKind[] };
if (!Array.isArray(kinds) || kinds.length === 0) throw new Error(`${loadFile} exports no load`);
const engine = new Engine(origin, kinds);
let last: Promise<void> = Promise.resolve();

print({ type: 'load-ready' });
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as LoadCommand;
  if (command.type === 'stop') engine.stop(command.id);
  else
    last = last.then(async () => {
      const windows = await engine.run(command);
      windows.forEach(print);
      print({ type: 'phase-done', phase: command.id, windows: windows.length });
    });
}
await last;
await engine.close();

function print(line: LoadLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
