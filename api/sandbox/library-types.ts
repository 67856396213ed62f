// Prints, as JSON, the types of what a candidate may import in the runtime that is named: path below node_modules to text.
// The build of the web pages asks for it, so that the editor knows the sandbox's own libraries.
import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxesFolder } from './catalogue.ts';
import { installLibraries } from './libraries.ts';

/** A package without types of its own is not known; Node's come from our own, which are of the same Node. */
const ours = join(import.meta.dirname, '../../node_modules');
const typesOfNode = ['@types/node', 'undici-types'];
const wanted = '**/{package.json,*.d.ts,*.d.mts,*.d.cts}';
/** What no import of a candidate reaches, and costs the editor memory. */
const unneeded = /(^|\/)(tests?|examples?|benchmarks?)\/|\/ts\d\.\d\/|\/compatibility\/ts/;

const folder = join(sandboxesFolder, 'runtimes', process.argv[2] ?? 'node');
const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
const installed = await installLibraries(folder, lock);
const texts = { ...typesIn(ours, typesOfNode), ...typesIn(installed, ['']) };
process.stdout.write(JSON.stringify(texts));

function typesIn(modules: string, packages: string[]): Record<string, string> {
  const paths = packages.flatMap((name) =>
    globSync(join(name, wanted), { cwd: modules }).filter((path) => !unneeded.test(path)),
  );
  return Object.fromEntries(
    paths.toSorted().map((path) => [path, textOf(path, readFileSync(join(modules, path), 'utf8'))]),
  );
}

/** Of a package.json only what finds types. */
function textOf(path: string, text: string): string {
  if (!path.endsWith('package.json')) return text;
  const { name, version, type, main, types, typings, typesVersions, exports } = JSON.parse(text) as Record<
    string,
    unknown
  >;
  return JSON.stringify({ name, version, type, main, types, typings, typesVersions, exports });
}
