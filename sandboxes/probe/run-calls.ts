// node run-calls.ts <stub>...: prints how many calls these third parties have had together.
import { stub } from './kit/stub.ts';

const counts = await Promise.all(process.argv.slice(2).map((name) => stub(name).count()));
const calls = counts.reduce((sum, count) => sum + count, 0);
process.stdout.write(`${JSON.stringify({ type: 'calls', calls })}\n`, () => process.exit());
