import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Plugin } from 'vite';

const id = 'virtual:libraries';
const program = fileURLToPath(new URL('../api/sandbox/library-types.ts', import.meta.url));

/** Makes `virtual:libraries` the types of the libraries in the sandbox of the runtime node: path below node_modules to text. */
export function libraries(): Plugin {
  return {
    name: 'libraries',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(source) {
      if (source !== `\0${id}`) return undefined;
      const options = { maxBuffer: 100_000_000 };
      const { stdout } = await promisify(execFile)(process.execPath, [program, 'node'], options);
      return `export default JSON.parse(${JSON.stringify(stdout)});`;
    },
  };
}
