import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { database } from '../../api/sandbox/doctor/database.ts';
import { limits } from '../../api/sandbox/doctor/limits.ts';
import { neighbours } from '../../api/sandbox/doctor/neighbours.ts';
import { network } from '../../api/sandbox/doctor/network.ts';
import { rights } from '../../api/sandbox/doctor/rights.ts';
import { walls } from '../../api/sandbox/doctor/walls.ts';

/** Ids of everything that the doctor proves. */
export const protections = [network, rights, walls, neighbours, database, limits].flatMap((group) =>
  group.map(({ id }) => id),
);

/** Runs `proofload doctor` as an operator does. */
export async function doctor(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['api/cli.ts', 'doctor', ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await once(child, 'close')) as [number];
  const [stdout, stderr] = await said;
  return { status, stdout, stderr };
}
