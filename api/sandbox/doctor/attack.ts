// Runs the programs of sandboxes/doctor inside a pod's containers. They only say what they saw; it is judged out here.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import type Docker from 'dockerode';
import { sandboxesFolder } from '../catalogue.ts';
import { runExec } from '../exec.ts';
import { SandboxError } from '../sandboxes.ts';
import { Tail } from '../tail.ts';

/** What a program said: for each word that starts a line, the values of those lines. */
export type Said = (word: string) => string[][];

const deadlineMs = 30_000;
const maxBytes = 2_000_000;

/**
 * Runs a program as the container's own user, which is how a candidate's builds and terminal run.
 * @param input lines for its stdin
 * @throws SandboxError when it did not come to its end
 */
export async function attack(container: Docker.Container, program: string, input: string[]): Promise<Said> {
  const source = await readFile(join(sandboxesFolder, 'doctor', `${program}.pl`), 'utf8');
  const lines = await run(container, ['perl', '-e', source], input);
  if (lines.at(-1) !== 'done') throw new SandboxError(`${program} ended early`);
  const said = Map.groupBy(
    lines.map((line) => line.split('\t')),
    ([word]) => word as string,
  );
  return (word) => (said.get(word) ?? []).map(([, ...values]) => values);
}

/** @returns what a command wrote on stdout, by line. @throws SandboxError when it fails or runs too long */
export async function run(
  container: Docker.Container,
  command: string[],
  input: string[],
): Promise<string[]> {
  const output = new Tail(maxBytes);
  const complaint = new Tail(500);
  const exit = await runExec(container, command, {
    deadlineMs,
    onFrame: ({ from, bytes }) => (from === 'stdout' ? output : complaint).add(bytes),
    onOpen: (stdin) => stdin.end(input.map((line) => `${line}\n`).join('')),
  });
  if (exit.timedOut) throw new SandboxError(`no end after ${deadlineMs / 1000} s`);
  if (exit.code !== 0) throw new SandboxError(`exit code ${exit.code}: ${complaint.text()}`);
  return output.text().split('\n');
}

/** @param errno as a program said it, 0 for success */
export function answer(errno: string | undefined): string {
  if (errno === '0') return 'it worked';
  return /^\d+$/.test(errno ?? '') ? getSystemErrorName(-Number(errno)) : String(errno);
}
