import { expect, test } from 'vitest';
import { type Clock, type FileServer, type PutResult, SaveQueue } from './save-queue.ts';

function fakeClock() {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const settle = async () => {
    for (let i = 0; i < 30; i++) await Promise.resolve();
  };
  return {
    clock,
    settle,
    /** Lets time pass in steps of 50 ms, with everything that falls due. */
    pass: async (ms: number) => {
      for (const end = now + ms; now < end;) {
        now += 50;
        for (const timer of [...timers].filter(({ at }) => at <= now)) {
          timers.delete(timer);
          timer.run();
        }
        await settle();
      }
    },
  };
}

/** A server with one tree, compare-and-set as the real one does it, and switches for trouble. */
function fakeServer() {
  const files = new Map<string, { content: string; rev: number; page: string | null }>();
  const puts: string[] = [];
  const aside: string[] = [];
  const trouble = { down: false, loseAnswer: false, refuse: '', hold: Promise.resolve() };
  const treeHash = () => [...files].map(([path, { rev }]) => `${path}@${rev}`).join(',');
  const store = (path: string, file: { content: string; rev: number; page: string }): PutResult => {
    files.set(path, file);
    if (!trouble.loseAnswer) return { kind: 'saved', rev: file.rev, treeHash: treeHash() };
    trouble.loseAnswer = false;
    return { kind: 'unreachable' };
  };
  const server: FileServer = {
    async put({ path, content, baseRev, page }) {
      puts.push(`${path}@${baseRev}=${content}`);
      await trouble.hold;
      if (trouble.down) return { kind: 'unreachable' };
      if (trouble.refuse) return { kind: 'refused', why: trouble.refuse };
      const stored = files.get(path);
      if ((stored?.rev ?? 0) !== baseRev) return { kind: 'conflict' };
      return store(path, { content, rev: baseRev + 1, page });
    },
    async remove(path, baseRev) {
      if (files.get(path)?.rev !== baseRev) return { kind: 'conflict' };
      files.delete(path);
      return { kind: 'removed', treeHash: treeHash() };
    },
    async read(path) {
      return files.get(path) ?? { content: null, rev: 0, page: null };
    },
    async setAside(path, content) {
      if (trouble.down) return false;
      aside.push(`${path}=${content}`);
      return true;
    },
  };
  return { server, files, puts, aside, trouble };
}

function start() {
  const time = fakeClock();
  const world = fakeServer();
  world.files.set('a', { content: 'start', rev: 1, page: null });
  const kept = new Map<string, string>();
  const queue = new SaveQueue({
    server: world.server,
    clock: time.clock,
    keeper: {
      keep: ({ path, text, baseRev, pages }) => {
        const after = pages.length > 0 ? ` after ${pages.join(', ')}` : '';
        kept.set(path, `${text}@${baseRev}${after}`);
      },
      drop: (path) => void kept.delete(path),
    },
    page: 'this page',
    treeHash: 'a@1',
    changed: () => {},
  });
  queue.know('a', 1);
  return { ...time, ...world, kept, queue };
}

test('waits for a pause in typing, then saves the newest text once', async () => {
  const { queue, pass, puts } = start();
  queue.edit('a', 'x');
  await pass(500);
  queue.edit('a', 'xy');
  await pass(550);
  expect(puts).toEqual([]);
  expect(queue.state().status).toBe('saving');
  await pass(100);
  expect(puts).toEqual(['a@1=xy']);
  expect(queue.state()).toMatchObject({ status: 'saved', unsaved: [] });
});

test('saves at the latest two seconds after the first unsaved key, however long the typing goes on', async () => {
  const { queue, pass, puts } = start();
  for (let i = 0; i < 20; i++) {
    queue.edit('a', `text ${i}`);
    await pass(100);
  }
  await pass(50);
  expect(puts).toHaveLength(1);
});

test('text typed while a save is on its way follows on top of the new revision', async () => {
  const { queue, pass, puts, trouble, files } = start();
  let release = () => {};
  trouble.hold = new Promise((resolve) => (release = resolve));
  queue.edit('a', 'one');
  await pass(600);
  queue.edit('a', 'two');
  expect(puts).toEqual(['a@1=one']);
  release();
  await pass(700);
  expect(puts).toEqual(['a@1=one', 'a@2=two']);
  expect(files.get('a')).toEqual({ content: 'two', rev: 3, page: 'this page' });
});

test('a change made elsewhere is a conflict, and nothing is overwritten until one is chosen', async () => {
  const { queue, pass, files, puts } = start();
  files.set('a', { content: 'theirs', rev: 2, page: 'another' });
  queue.edit('a', 'mine');
  await pass(700);
  expect(queue.state()).toMatchObject({ status: 'conflict', conflicts: ['a'] });
  queue.edit('a', 'mine, longer');
  await pass(5_000);
  expect(files.get('a')?.content).toBe('theirs');
  expect(puts).toHaveLength(1);
  expect(await queue.flush()).toEqual({ ok: false, status: 'conflict' });
});

test('keeping mine writes the newest text on top of theirs', async () => {
  const { queue, pass, files } = start();
  files.set('a', { content: 'theirs', rev: 2, page: 'another' });
  queue.edit('a', 'mine');
  await pass(700);
  queue.keepMine('a');
  await pass(50);
  expect(files.get('a')).toEqual({ content: 'mine', rev: 3, page: 'this page' });
  expect(queue.state().status).toBe('saved');
});

test('taking theirs puts mine aside and answers their text', async () => {
  const { queue, pass, files, aside, kept } = start();
  files.set('a', { content: 'theirs', rev: 2, page: 'another' });
  queue.edit('a', 'mine');
  await pass(700);
  expect(await queue.takeTheirs('a')).toEqual({ content: 'theirs', rev: 2, page: 'another' });
  expect(aside).toEqual(['a=mine']);
  expect([...kept]).toEqual([]);
  expect(queue.state()).toMatchObject({ status: 'saved', conflicts: [], unsaved: [] });
  queue.edit('a', 'theirs and more');
  await pass(700);
  expect(files.get('a')).toEqual({ content: 'theirs and more', rev: 3, page: 'this page' });
});

test('a save whose answer was lost is not taken for a conflict', async () => {
  const { queue, pass, files, trouble } = start();
  trouble.loseAnswer = true;
  queue.edit('a', 'mine');
  await pass(700);
  expect(queue.state().status).toBe('offline');
  await pass(1_000);
  expect(queue.state()).toMatchObject({ status: 'saved', conflicts: [] });
  expect(files.get('a')?.content).toBe('mine');
  expect(await queue.flush()).toEqual({ ok: true, treeHash: `a@${files.get('a')?.rev}` });
});

test('while the server is away edits are kept and tried again, ever more slowly', async () => {
  const { queue, pass, files, puts, trouble } = start();
  trouble.down = true;
  queue.edit('a', 'kept');
  await pass(60_000);
  expect(queue.state()).toMatchObject({ status: 'offline', unsaved: ['a'] });
  expect(puts.length).toBeGreaterThan(6);
  expect(puts.length).toBeLessThan(12);
  trouble.down = false;
  await pass(10_100);
  expect(files.get('a')?.content).toBe('kept');
  expect(queue.state().status).toBe('saved');
});

test('flush saves at once and answers the hash of exactly that tree', async () => {
  const { queue, files } = start();
  queue.edit('a', 'now');
  queue.edit('b', 'new');
  expect(await queue.flush()).toEqual({ ok: true, treeHash: 'a@2,b@1' });
  expect(files.get('b')).toEqual({ content: 'new', rev: 1, page: 'this page' });
});

test('flush with nothing to save answers the hash it knows', async () => {
  const { queue, puts } = start();
  expect(await queue.flush()).toEqual({ ok: true, treeHash: 'a@1' });
  expect(puts).toEqual([]);
});

test('flush says so when the server is away', async () => {
  const { queue, trouble } = start();
  trouble.down = true;
  queue.edit('a', 'x');
  expect(await queue.flush()).toEqual({ ok: false, status: 'offline' });
});

test('a refused file is not sent again until it is edited', async () => {
  const { queue, pass, puts, trouble } = start();
  trouble.refuse = 'The file is too large.';
  queue.edit('a', 'x'.repeat(10));
  await pass(10_000);
  expect(puts).toHaveLength(1);
  expect(queue.state()).toMatchObject({
    status: 'refused',
    refused: [{ path: 'a', why: 'The file is too large.' }],
  });
  trouble.refuse = '';
  queue.edit('a', 'small');
  await pass(700);
  expect(queue.state().status).toBe('saved');
});

test('a deleted file leaves the tree, and its unsent text is not sent after all', async () => {
  const { queue, pass, files, puts } = start();
  queue.edit('a', 'typed and thrown away');
  expect(await queue.remove('a')).toEqual({ kind: 'removed', treeHash: '' });
  await pass(3_000);
  expect(files.size).toBe(0);
  expect(puts).toEqual([]);
  expect(await queue.flush()).toEqual({ ok: true, treeHash: '' });
});

test('mine is not given up while it cannot be put aside', async () => {
  const { queue, pass, files, trouble } = start();
  files.set('a', { content: 'theirs', rev: 2, page: 'another' });
  queue.edit('a', 'mine');
  await pass(700);
  trouble.down = true;
  expect(await queue.takeTheirs('a')).toBeUndefined();
  expect(queue.state()).toMatchObject({ conflicts: ['a'], unsaved: ['a'] });
});

test('every text is kept here from its first key until the server has it', async () => {
  const { queue, pass, kept, trouble } = start();
  let release = () => {};
  trouble.hold = new Promise((resolve) => (release = resolve));
  queue.edit('a', 'one');
  expect([...kept]).toEqual([['a', 'one@1']]);
  await pass(600);
  queue.edit('a', 'two');
  expect(kept.get('a')).toBe('two@1');
  release();
  await pass(50);
  expect(kept.get('a')).toBe('two@2');
  await pass(700);
  expect([...kept]).toEqual([]);
});

test('a deleted file is not kept', async () => {
  const { queue, kept } = start();
  queue.edit('a', 'typed and thrown away');
  await queue.remove('a');
  expect([...kept]).toEqual([]);
});

test('a text left by an earlier page is sent on top of what it was typed on', async () => {
  const { queue, pass, files, kept } = start();
  queue.restore({ path: 'a', text: 'from yesterday', baseRev: 1, pages: ['yesterday'] });
  expect(kept.get('a')).toBe('from yesterday@1 after yesterday');
  await pass(700);
  expect(files.get('a')).toEqual({ content: 'from yesterday', rev: 2, page: 'this page' });
});

test('a text left by an earlier page never overwrites what came after it', async () => {
  const { queue, pass, files } = start();
  files.set('a', { content: 'newer', rev: 5, page: 'another' });
  queue.know('a', 5);
  queue.restore({ path: 'a', text: 'from yesterday', baseRev: 1, pages: ['yesterday'] });
  await pass(700);
  expect(files.get('a')?.content).toBe('newer');
  expect(queue.state().conflicts).toEqual(['a']);
  expect(queue.theirs('a')).toEqual({ content: 'newer', rev: 5, page: 'another' });
});

test('what is typed after a save whose answer was lost goes on from it, and is no conflict', async () => {
  const { queue, pass, files, trouble } = start();
  trouble.loseAnswer = true;
  queue.edit('a', 'one');
  await pass(600);
  expect(files.get('a')?.content).toBe('one');
  queue.edit('a', 'one, two');
  await pass(2_000);
  expect(files.get('a')).toEqual({ content: 'one, two', rev: 3, page: 'this page' });
  expect(queue.state()).toMatchObject({ status: 'saved', conflicts: [] });
});

test('a change on top of a save whose answer was lost is a conflict', async () => {
  const { queue, pass, files, trouble } = start();
  trouble.loseAnswer = true;
  queue.edit('a', 'one');
  await pass(600);
  files.set('a', { content: 'formatted', rev: 3, page: null });
  queue.edit('a', 'one, two');
  await pass(2_000);
  expect(files.get('a')?.content).toBe('formatted');
  expect(queue.state().conflicts).toEqual(['a']);
});

test('a text left by an earlier page goes on from what that page still saved', async () => {
  const { queue, pass, files, kept } = start();
  files.set('a', { content: 'from yes', rev: 2, page: 'yesterday' });
  queue.restore({ path: 'a', text: 'from yesterday', baseRev: 1, pages: ['before', 'yesterday'] });
  expect(kept.get('a')).toBe('from yesterday@1 after before, yesterday');
  await pass(700);
  expect(files.get('a')).toEqual({ content: 'from yesterday', rev: 3, page: 'this page' });
  // From here on a change by that page would be one that this page knows nothing of.
  files.set('a', { content: 'back again', rev: 4, page: 'yesterday' });
  queue.edit('a', 'today');
  await pass(700);
  expect(queue.state().conflicts).toEqual(['a']);
});

test('what was typed here is known as such, sent or not, until another changes it', async () => {
  const { queue, pass } = start();
  expect(queue.isTypedHere('a')).toBe(false);
  queue.edit('a', 'mine');
  expect(queue.isTypedHere('a')).toBe(true);
  await pass(700);
  expect(queue.isUnsent('a')).toBe(false);
  expect(queue.isTypedHere('a')).toBe(true);
  queue.know('a', 3);
  expect(queue.isTypedHere('a')).toBe(false);
});
