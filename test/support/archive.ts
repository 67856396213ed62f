import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { hashOf, treeHash } from '../../api/challenge/tree.ts';

/** @returns the hash of the files in a .tar.gz, without the folder they are under */
export async function hashOfArchive(archive: Buffer): Promise<string> {
  const extract = tar.extract();
  extract.end(gunzipSync(archive));
  const entries: [string, string][] = [];
  for await (const entry of extract)
    entries.push([entry.header.name.replace(/^[^/]+\//, ''), hashOf(await buffer(entry))]);
  return treeHash(entries);
}
