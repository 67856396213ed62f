import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventTypes } from '../../api/db/outbox.ts';
import { actMessages } from './act-messages.ts';

/** What webhooks are told looks like an act, and is none. */
const events: readonly string[] = eventTypes;
const fileName = /\.(ts|json|md)$/;

/** @returns the acts that a source file writes, if it writes any */
function actsIn(source: string): string[] {
  if (!/from '[./]+\/db\/audit\.ts'/.test(source)) return [];
  return [...source.matchAll(/'([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)'/g)].map(([, act]) => act!);
}

test('every act that is put on record has words of its own', () => {
  const files = readdirSync('api', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  );
  const written = new Set(files.flatMap((name) => actsIn(readFileSync(join('api', name), 'utf8'))));
  const acts = [...written].filter((act) => !fileName.test(act));
  expect(acts.length).toBeGreaterThan(50);
  const { actions } = actMessages;
  expect(acts.filter((act) => !(act in actions) && !events.includes(act))).toEqual([]);
  // And nothing has words that is never done.
  expect(Object.keys(actions).filter((act) => !written.has(act))).toEqual([]);
  expect(new Set(Object.values(actions)).size).toBe(Object.keys(actions).length);
});

test('an act is found wherever it stands in a file that writes to the record', () => {
  const writes = `import { audit } from '../db/audit.ts';\nconst act = { action: on ? 'door.opened' : 'door.shut-again' };`;
  expect(actsIn(writes)).toEqual(['door.opened', 'door.shut-again']);
  expect(actsIn(`import { Problem } from './problem.ts';\nread('index.html');`)).toEqual([]);
});
