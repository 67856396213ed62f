// node run-checks.ts <base url> <seed> <deadlineMs>: runs the checks of /suite and prints one JSON line each.
// Ends with another code than 0 when the suite itself cannot be run.
import type { ChecksLine } from './observation.ts';
import { runChecks } from './checks.ts';

const [baseUrl, seed, deadlineMs] = process.argv.slice(2);
if (!baseUrl || !seed || !deadlineMs) throw new Error('usage: run-checks.ts <base url> <seed> <deadlineMs>');

const count = await runChecks({
  root: '/suite',
  baseUrl,
  seed: Number(seed),
  deadlineMs: Number(deadlineMs),
  onCheck: print,
});
print({ type: 'checks-done', count });
// Sockets that a hanging service still holds open must not keep this process.
process.stdout.write('', () => process.exit(0));

function print(line: ChecksLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
