// node run-storm.ts <origin> <storm.ts> <seed>: many actors do things to a service as told on stdin, one JSON command a
// line; in between anything may be done to the service. Prints what was done and what the invariants found.
// Ends with another code than 0 when the storm itself cannot be run.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { StormDefinition } from './kit/storm.ts';
import type { StormCommand, StormLine } from './observation.ts';
import { StormOver } from './storm/actor.ts';
import { Unreadable } from './storm/reader.ts';
import { Storm } from './storm/storm.ts';

const [origin, stormFile, seed] = process.argv.slice(2);
if (!origin || !stormFile || !seed) throw new Error('usage: run-storm.ts <origin> <storm.ts> <seed>');

const { default: definition } = (await import(pathToFileURL(stormFile).href)) as {
  default: StormDefinition<unknown> | undefined;
};
if (!definition) throw new Error(`${stormFile} exports no storm`);
const storm = new Storm(definition, origin, Number(seed), () => print({ type: 'storm-progressed' }));
let last: Promise<void> = Promise.resolve();

// An author's promise nobody waits for yet may fail so, and is waited for later or was given up.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof StormOver || error instanceof Unreadable)) throw error;
});
print({ type: 'storm-ready' });
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as StormCommand;
  if (command.type === 'stop') storm.stop();
  else if (command.type === 'act') last = last.then(async () => print(await storm.act(command.durationMs)));
  else {
    await last;
    await readBack(command);
    break;
  }
}
// Sockets that a hanging service still holds open must not keep this process.
process.stdout.write('', () => process.exit(0));

async function readBack({ facts, deadlineMs }: StormCommand & { type: 'read-back' }): Promise<void> {
  const { lines, unreadable } = await storm.readBack(facts, deadlineMs);
  lines.forEach(print);
  print({ type: 'storm-done', invariants: lines.length, ...(unreadable !== undefined && { unreadable }) });
}

function print(line: StormLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
