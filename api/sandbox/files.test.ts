import tar from 'tar-stream';
import { expect, test } from 'vitest';
import { unpack } from './files.ts';

async function archiveOf(add: (archive: tar.Pack) => void): Promise<Buffer> {
  const archive = tar.pack();
  add(archive);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('takes plain files and leaves every other kind out', async () => {
  const archive = await archiveOf((to) => {
    to.entry({ name: './a.txt' }, 'a');
    to.entry({ name: './link', type: 'symlink', linkname: '/etc/passwd' });
    to.entry({ name: './twin', type: 'link', linkname: '/etc/passwd' });
    to.entry({ name: './disk', type: 'block-device' });
    to.entry({ name: './pipe', type: 'fifo' });
    to.entry({ name: './folder/', type: 'directory' });
  });
  expect(await unpack(archive)).toEqual(new Map([['a.txt', Buffer.from('a')]]));
});

test.each(['../out', '/etc/passwd', 'a/../../b', './a/./b', 'a\\b'])('refuses the path %j', async (name) => {
  await expect(unpack(await archiveOf((to) => to.entry({ name }, 'x')))).rejects.toMatchObject({
    code: 'bad-path',
  });
});

test('refuses a file by the size it claims, without waiting for its bytes', async () => {
  const archive = await archiveOf((to) => to.entry({ name: 'huge' }, 'x'));
  archive.write('77777777777\0', 124);
  archive.write('        ', 148);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  await expect(unpack(archive)).rejects.toMatchObject({ code: 'file-too-large' });
});

test('ends with an error when the archive is cut short or is none', async () => {
  const archive = await archiveOf((to) => to.entry({ name: 'a' }, 'x'.repeat(2_000)));
  await expect(unpack(archive.subarray(0, 1_000))).rejects.toThrow(/Unexpected end/);
  await expect(unpack(Buffer.alloc(4_096, 'no archive'))).rejects.toThrow(/Invalid tar header/);
});
