// Files made to fool whoever saves, stores or reads them.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Tree } from '../../api/challenge/tree.ts';
import type { Pod, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { startAttempt, startPlatform, type Candidate, type TestPlatform } from '../support/app.ts';
import { testSandboxes, treeOf } from '../support/pods.ts';
import { tiny } from '../support/tiny.ts';
import { attack } from './attack.ts';
import { run, scripted } from './script.ts';

let sandboxes: Sandboxes;
let platform: TestPlatform;
let candidate: Candidate;
let pod: Pod;
beforeAll(async () => {
  sandboxes = await testSandboxes();
  platform = await startPlatform({ challenges: new Map([[tiny.slug, tiny]]) });
  candidate = await startAttempt(platform);
  pod = await sandboxes.open(scripted());
});
afterAll(async () => {
  await platform?.close();
  await sandboxes?.close();
});

const names = (tree: Tree) => [...tree.keys()].toSorted();
const shown = (path: string) => JSON.stringify(path.length > 40 ? `${path.slice(0, 20)}…` : path);

for (const path of [
  '../../etc/x',
  'a/../../../etc/x',
  '/etc/passwd',
  'a\0b',
  'a\u001b[2Jb',
  'invoice\u202est.exe',
  'a\\..\\b',
  `${'deep/'.repeat(800)}x`,
  'SERVER.ts',
  'con',
  'lib/NUL.txt',
])
  attack(6, `file saved as ${shown(path)}`, '400 with a reason, nothing written', async () => {
    const params = { attemptId: candidate.attemptId };
    const files = async () => (await candidate.call('GET /api/attempts/:attemptId/files', { params })).body;
    const before = await files();
    const body = { path, content: 'x', baseRev: 0 };
    const { problem } = await candidate.call('PUT /api/attempts/:attemptId/file', { params, body });
    expect(problem).toMatchObject({ status: 400, code: 'bad-path' });
    expect(await files()).toEqual(before);
    return problem.title.split(': ').at(-1)!;
  });

attack(7, 'links to secrets, in and out of the workspace', 'never followed, left out', async () => {
  const made = await run(
    pod,
    `ln -s /etc/passwd passwd; ln -s /etc folder; ln -s /proc/1/environ environ; ln -s ../grader grader
     echo plain > plain; ln plain twin; ln /etc/passwd hard 2>/dev/null && echo 'linked'; true`,
  );
  expect(made).toMatchObject({ code: 0, output: '' });
  expect(names(await pod.readFiles())).toEqual(['attack.sh', 'plain', 'twin']);
  return 'plain files alone come back';
});

attack(
  7,
  'a folder that is a link when files are put in',
  'replaced, nothing written behind it',
  async () => {
    await run(pod, 'mkdir -p /tmp/outside; rm -rf lib; ln -s /tmp/outside lib; ln -s /tmp/outside/x.ts x.ts');
    const tree = treeOf({
      'lib/a.ts': 'mine',
      'x.ts': 'mine',
      'attack.sh': 'ls -A /tmp/outside; stat -c %F lib x.ts',
    });
    await pod.writeFiles(tree);
    expect((await pod.build(10_000)).output).toBe('directory\nregular file');
    expect(await pod.readFiles()).toEqual(tree);
    return 'a folder and a file again';
  },
);

attack(8, 'a folder swapped for a link while it is read', 'nothing from outside comes back', async () => {
  const race = `cat > race.sh <<'END'
      while :; do rm -rf d; mkdir d; echo mine > d/passwd; rm -rf d; ln -s /etc d; done
END
    setsid sh race.sh >/dev/null 2>&1 & sleep 0.2`;
  await run(pod, race, 10_000);
  let seen = 0;
  for (let round = 0; round < 10; round++) {
    const content = (await pod.readFiles()).get('d/passwd')?.toString();
    expect([undefined, 'mine\n', '']).toContain(content);
    if (content !== undefined) seen += 1;
  }
  await run(pod, 'pkill -f race.sh');
  return `10 readings, ${seen} caught the folder`;
});

attack(9, 'pipes, sockets, devices, folders without rights', 'left out by kind, no hang', async () => {
  const made = await run(
    pod,
    `mkfifo fifo; mknod disk b 8 0 2>/dev/null && echo 'a device'; mknod zero c 1 5 2>/dev/null && echo 'a device'
     socat UNIX-LISTEN:socket,unlink-close=0 - 2>/dev/null & sleep 0.3; kill $!
     mkdir -m 000 shut; mkdir -p deep/er; echo x > deep/er/x; chmod 000 deep/er/x`,
  );
  expect(made.output).toBe('');
  expect(names(await pod.readFiles())).toEqual(['attack.sh', 'deep/er/x']);
  return 'no device could be made; plain files alone come back';
});

for (const [what, script, reason] of [
  [
    'a sparse file of 100 GB',
    'ulimit -f unlimited; truncate -s 100G huge || dd if=/dev/zero of=huge bs=1 count=1 seek=400M',
    /1 MB|20 MB/,
  ],
  ['a file of 2 MB', 'head -c 2000000 /dev/zero > large', /large is larger than 1 MB/],
  ['300 files', 'mkdir m; seq -f m/%g 1 300 | xargs touch', /200 files/],
  ['6,000 files', 'mkdir m; seq -f m/%g 1 6000 | xargs touch', /too many files/],
  [
    'a path 60 folders deep',
    'i=0; while [ $i -lt 60 ]; do mkdir longer; cd longer; i=$((i+1)); done; touch x',
    /255 bytes/,
  ],
  ['a name with a line break', 'touch "a\nb"', /control characters/],
] as const)
  attack(9, `workspace with ${what}`, 'refused, and can be written again', async () => {
    await run(pod, script);
    const refusal = await pod.readFiles().then(
      () => 'was read',
      (error: Error) => error.message,
    );
    expect(refusal).toMatch(reason);
    const clean = treeOf({ 'server.ts': 'clean' });
    await pod.writeFiles(clean);
    expect(await pod.readFiles()).toEqual(clean);
    return refusal;
  });

attack(
  9,
  'folders below any path that is allowed, and 6,000 empty ones',
  'left out, go with the next tree',
  async () => {
    const script = `mkdir wide; seq -f wide/%g 1 6000 | xargs mkdir
    perl -e 'mkdir("d"), chdir("d") for 1..3000; open(F, ">x")'`;
    await run(pod, script);
    expect(names(await pod.readFiles())).toEqual(['attack.sh']);
    expect((await run(pod, 'ls')).output).toBe('attack.sh');
    return 'gone';
  },
);

attack(9, 'an archive that unpacks to 150 MB', 'kept as it is, never unpacked', async () => {
  const archive = gzipSync(Buffer.alloc(150_000_000));
  const tree = new Map([['bomb.tar.gz', archive]]);
  await pod.writeFiles(tree);
  const read = (await pod.readFiles()).get('bomb.tar.gz')!;
  const sha = (content: Buffer) => createHash('sha256').update(content).digest('hex');
  expect(sha(read)).toBe(sha(archive));
  return `${archive.length} bytes in, the same out`;
});

attack(31, 'forged archive written into the stream that reads files', 'refused or ignored', async () => {
  const evil = (await forgedArchive()).toString('base64').replaceAll(/.{76}/g, '$&\n');
  const inject = `cat > inject.sh <<'END'
    while :; do for pid in $(pgrep -x tar); do cat /tmp/evil > /proc/$pid/fd/1 && echo hit >> /tmp/hits; done; done
END
    base64 -d > /tmp/evil <<'END'
${evil}
END
    for nth in $(seq 6); do head -c 900000 /dev/urandom > filler$nth; done
    setsid sh inject.sh >/dev/null 2>&1 & sleep 0.2`;
  await run(pod, inject, 10_000);
  const ends: string[] = [];
  for (let round = 0; round < 8; round++)
    ends.push(
      await pod.readFiles().then(
        (tree) =>
          names(tree).find((name) => !/^(attack\.sh|inject\.sh|filler\d+)$/.test(name)) ?? 'as it was',
        (error: Error) => error.name,
      ),
    );
  expect(ends.filter((end) => !['as it was', 'Problem', 'SandboxError'].includes(end))).toEqual([]);
  const { output } = await run(pod, 'pkill -f inject.sh; wc -l < /tmp/hits');
  expect(Number(output)).toBeGreaterThan(0);
  const refused = ends.filter((end) => end !== 'as it was').length;
  return `${Number(output)} injections: ${refused} of ${ends.length} readings refused, none fooled`;
});

/** What a reader of archives might fall for. */
async function forgedArchive(): Promise<Buffer> {
  const archive = tar.pack();
  archive.entry({ name: '../../../tmp/escaped' }, 'escaped');
  archive.entry({ name: 'link', type: 'symlink', linkname: '/etc/passwd' });
  archive.entry({ name: '/etc/escaped' }, 'escaped');
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

attack(31, 'output that looks like the frames it is carried in', 'is output, and nothing else', async () => {
  const frame = String.raw`\001\000\000\000\377\377\377\377`;
  const { output, code } = await run(pod, `printf '${frame}'; printf '${frame}' >&2; echo; echo done`);
  expect(code).toBe(0);
  expect(output).toContain('done');
  expect((await run(pod, 'echo alive')).output).toBe('alive');
  return 'read to its end';
});
