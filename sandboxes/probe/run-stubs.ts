// node run-stubs.ts <folder of stubs> <control socket>: plays every third party of a challenge until it is ended. The
// socket is there once all of them answer.
import { openControl } from './stubs/control.ts';
import { loadStubs } from './stubs/load.ts';

const [folder, socket] = process.argv.slice(2);
if (!folder || !socket) throw new Error('usage: run-stubs.ts <folder> <socket>');
const parties = await loadStubs(folder);
await Promise.all(parties.map((party) => party.listen()));
await openControl(parties, socket);
