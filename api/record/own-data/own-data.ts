// Everything that is kept of a candidate, as files for themselves.
import { listOutages } from '../../attempt/store.ts';
import type { Db } from '../../db/connect.ts';
import { ownResultOf } from '../../scorecard/own-result.ts';
import { findOwnReport } from '../../scorecard/store.ts';
import { listEntries } from '../../timeline/store.ts';
import { readme } from './readme.ts';
import {
  findHandedIn,
  getContent,
  getInviteData,
  listAttempts,
  listFiles,
  listLines,
  listVersions,
  type Owner,
} from './store.ts';

/** @returns path and content of each file, one after another: there may be a gigabyte of them */
export async function* ownData(db: Db, owner: Owner, now: Date): AsyncGenerator<readonly [string, Buffer]> {
  const { inviteId } = owner;
  yield ['README.md', Buffer.from(readme(now))];
  yield json('invite.json', await getInviteData(db, inviteId));
  yield json('record.json', await listLines(db, inviteId));
  const hashes = new Set<string>();
  for (const attempt of await listAttempts(db, inviteId)) {
    const folder = folderOf(attempt);
    const files = await listFiles(db, attempt.id);
    const versions = await listVersions(db, attempt.id);
    for (const { hash } of [...files, ...versions]) if (hash !== null) hashes.add(hash);
    yield json(`${folder}/attempt.json`, attempt);
    yield json(`${folder}/files.json`, files);
    yield json(`${folder}/versions.json`, versions);
    yield json(`${folder}/timeline.json`, await listEntries(db, attempt.id));
    yield json(`${folder}/outages.json`, await listOutages(db, attempt.id));
    const handedIn = await findHandedIn(db, attempt.id);
    if (!handedIn) continue;
    yield json(`${folder}/submission.json`, handedIn);
    for (const [, hash] of handedIn.files) hashes.add(hash);
    const result = await findOwnReport(db, attempt.id);
    if (result?.sharesResult && result.report)
      yield json(`${folder}/result.json`, ownResultOf(result.report));
  }
  for (const hash of hashes) yield [`contents/${hash}`, await getContent(db, hash)];
}

function folderOf({ practice, followUp }: { practice: boolean; followUp: number }): string {
  if (followUp > 0) return `follow-up-${followUp}`;
  return practice ? 'practice' : 'work';
}

function json(path: string, value: unknown): readonly [string, Buffer] {
  return [path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`)];
}
