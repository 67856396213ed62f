// proofload doctor: whether candidates' code is kept in on this machine.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { connectEngine, DockerSandboxes } from '../sandbox/docker.ts';
import { examine } from '../sandbox/doctor/doctor.ts';
import type { Finding } from '../sandbox/doctor/finding.ts';
import { BadUsage } from './usage.ts';
import { wrap } from './wrap.ts';

export const usage = 'doctor [--json]';

const words = { ok: 'ok', warning: 'WARNING', failed: 'FAILED' };
const margin = 10;

export async function run(args: string[]): Promise<number> {
  const { json } = parse(args);
  const findings = await examineHere();
  console.log(json ? JSON.stringify(findings, null, 2) : table(findings));
  return findings.some(({ result }) => result === 'failed') ? 1 : 0;
}

function parse(args: string[]): { json: boolean } {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}

async function examineHere(): Promise<Finding[]> {
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  const engine = await connectEngine({ platform: `doctor-${randomUUID().slice(0, 8)}`, progress });
  const sandboxes = new DockerSandboxes(engine, progress);
  const stop = () => void sandboxes.close().finally(() => process.exit(2));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    progress('Attacking two pods from inside; this takes some seconds.');
    return await examine(engine, (spec) => sandboxes.open(spec));
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await sandboxes.close();
  }
}

/** @returns what was found, for a terminal */
export function table(findings: Finding[]): string {
  const groups = [...Map.groupBy(findings, ({ group }) => group)];
  return [...groups.flatMap(([name, members]) => [name, ...members.map(row), '']), closing(findings)].join(
    '\n',
  );
}

function row({ what, result, seen, why, mend }: Finding): string {
  const head = `  ${words[result].padEnd(margin - 2)}`;
  const details = [
    seen === 'proved' ? [] : [`Seen: ${seen}`],
    `Why: ${why}`,
    result === 'ok' ? [] : [`Mend: ${mend}`],
  ];
  return [head + what, ...details.flat().map((detail) => wrap(detail, margin))].join('\n');
}

function closing(findings: Finding[]): string {
  const number = (kind: Finding['kind'], result: Finding['result']) =>
    findings.filter((each) => each.kind === kind && each.result === result).length;
  const [proved, broken] = [number('protection', 'ok'), number('protection', 'failed')];
  const [warnings, failures] = [number('fact', 'warning'), number('fact', 'failed')];
  const rest = `Protections proved: ${proved}. Warnings: ${warnings}.`;
  if (broken > 0) return `Candidates' code is refused here. Protections that do not hold: ${broken}. ${rest}`;
  return `${failures > 0 ? 'Every protection holds, but see what failed above.' : 'Nothing failed.'} ${rest}`;
}
