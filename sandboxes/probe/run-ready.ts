// node run-ready.ts <url> <deadlineMs>: waits until a service answers and prints how that ended.
import { waitReady } from './ready.ts';

const [url, deadlineMs] = process.argv.slice(2);
if (!url || !deadlineMs) throw new Error('usage: run-ready.ts <url> <deadlineMs>');
process.stdout.write(`${JSON.stringify(await waitReady(url, Number(deadlineMs)))}\n`);
