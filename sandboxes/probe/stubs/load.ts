import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Stub } from '../kit/stub.ts';
import { ThirdParty } from './third-party.ts';

/**
 * Imports every *.ts of a folder; what lies in folders of it is shared by them.
 * @throws Error that names the file when one is no stub, or two have one port
 */
export async function loadStubs(folder: string): Promise<ThirdParty[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).toSorted();
  const ports = new Map<number, string>();
  const parties: ThirdParty[] = [];
  for (const file of files) {
    const { default: stub } = (await import(pathToFileURL(join(folder, file)).href)) as { default?: Stub };
    if (typeof stub?.answer !== 'function') throw new Error(`${file} has no default export of defineStub`);
    if (!(stub.port >= 9100 && stub.port <= 9199)) throw new Error(`${file}: the port is from 9100 to 9199`);
    if (ports.has(stub.port)) throw new Error(`${file}: the port is that of ${ports.get(stub.port)} too`);
    ports.set(stub.port, file);
    parties.push(new ThirdParty(file.replace(/\.ts$/, ''), stub));
  }
  return parties;
}
