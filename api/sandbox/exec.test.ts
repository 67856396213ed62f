import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { runExec } from './exec.ts';

test('a program that was started while nobody waited for it any more is killed by its mark', async () => {
  const giveUp = new AbortController();
  const { container, started } = engine((exec, { abortSignal }) => {
    if (exec.command[0] !== 'sleep') return Promise.resolve(ended());
    // The engine has started it, and its answer is still under way.
    return new Promise((_resolve, reject) => {
      abortSignal?.addEventListener('abort', () => reject(new Error('aborted')));
      giveUp.abort(new Error('nobody waits'));
    });
  });
  const program = runExec(container, ['sleep', '60'], {
    deadlineMs: 60_000,
    onFrame: () => {},
    signal: giveUp.signal,
  });
  await expect(program).rejects.toThrow('nobody waits');
  const [sleeping, reaping] = started;
  expect(started).toHaveLength(2);
  expect(reaping?.command.at(-1)).toBe(sleeping?.mark);
});

test('one that could not be started has left nothing that is to be killed', async () => {
  const { container, started } = engine(() => Promise.reject(new Error('no such program')));
  const program = runExec(container, ['sleep', '60'], { deadlineMs: 60_000, onFrame: () => {} });
  await expect(program).rejects.toThrow('no such program');
  expect(started).toHaveLength(1);
});

interface Exec {
  command: string[];
  mark: string | undefined;
}

type Start = (exec: Exec, options: { abortSignal?: AbortSignal }) => Promise<PassThrough>;

/** An engine whose programs start as `start` has it, and end well. */
function engine(start: Start): { container: Docker.Container; started: Exec[] } {
  const started: Exec[] = [];
  const container = {
    exec: ({ Cmd, Env }: { Cmd: string[]; Env: string[] }) => {
      const exec = { command: Cmd, mark: Env[0]?.split('=')[1] };
      return Promise.resolve({
        start: (options: { abortSignal?: AbortSignal }) => {
          started.push(exec);
          return start(exec, options);
        },
        inspect: () => Promise.resolve({ Running: false, ExitCode: 0 }),
      });
    },
    restart: () => Promise.reject(new Error('nothing is to be started again')),
  };
  return { container: container as unknown as Docker.Container, started };
}

function ended(): PassThrough {
  const socket = new PassThrough();
  socket.end();
  return socket;
}
