// What a folder such as sandboxes/ says of each runtime and service in it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';

/** The folder of everything that runs inside containers, as Proofload ships it. */
export const sandboxesFolder = join(import.meta.dirname, '../../sandboxes');

const limits = {
  memoryMb: Type.Integer({ minimum: 16 }),
  pids: Type.Integer({ minimum: 8 }),
  cpus: Type.Number({ exclusiveMinimum: 0 }),
};
const Volume = Type.Object({ mb: Type.Integer({ minimum: 1 }), inodes: Type.Integer({ minimum: 16 }) });

const Runtime = Type.Object({
  /** The image folder it stands on. */
  base: Type.String(),
  /** Shell command in /workspace; what it makes for the service goes into /workspace/.build. */
  build: Type.Optional(Type.String()),
  /** Shell command in /workspace. */
  start: Type.String(),
  /** Shell command in /workspace that runs the candidate's own tests; without it there is no way to. */
  test: Type.Optional(Type.String()),
  /** Shell command in /workspace that formats what it reads. */
  format: Type.Optional(Type.String()),
  ...limits,
  workspace: Volume,
});
export type Runtime = Static<typeof Runtime>;

const Service = Type.Object({
  /** Id of the user, and group, that it runs as. */
  user: Type.Integer({ minimum: 1 }),
  /** Shell command that succeeds once it takes connections. */
  ready: Type.String(),
  /** Shell command that cuts every connection to it. */
  cut: Type.Optional(Type.String()),
  /** Shell command that prints how many statements the candidate's service has sent it; nothing when that is not known. */
  statements: Type.Optional(Type.String()),
  ...limits,
  data: Type.Object({ path: Type.String(), ...Volume.properties }),
});
export type Service = Static<typeof Service>;

/** @throws Error when there is no such runtime or its runtime.yaml is wrong */
export function readRuntime(folder: string, name: string): Promise<Runtime> {
  return readYaml(folder, 'runtimes', name, 'runtime.yaml', Runtime);
}

/** @throws Error when there is no such service or its service.yaml is wrong */
export function readService(folder: string, name: string): Promise<Service> {
  return readYaml(folder, 'services', name, 'service.yaml', Service);
}

/** @returns names of the runtimes or services there are */
export async function listNames(folder: string, kind: 'runtimes' | 'services'): Promise<string[]> {
  const entries = await readdir(join(folder, kind), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
}

async function readYaml<S extends Type.TSchema>(
  folder: string,
  kind: 'runtimes' | 'services',
  name: string,
  file: string,
  schema: S,
): Promise<Static<S>> {
  if (!(await listNames(folder, kind)).includes(name))
    throw new Error(`there is no ${name} in sandboxes/${kind}`);
  const value: unknown = parse(await readFile(join(folder, kind, name, file), 'utf8'));
  const [fault] = Value.Errors(schema, value);
  if (fault) throw new Error(`sandboxes/${kind}/${name}/${file}: ${fault.instancePath} ${fault.message}`);
  return value as Static<S>;
}
