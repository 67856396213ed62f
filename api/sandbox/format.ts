import type Docker from 'dockerode';
import { maxFileBytes } from '../challenge/tree.ts';
import { runExec } from './exec.ts';
import type { Formatted } from './sandboxes.ts';
import { Tail } from './tail.ts';

const deadlineMs = 10_000;

/** Runs a runtime's formatter over one text. What comes back is the candidate's word: it is a text, and no longer than a file. */
export async function formatText(
  container: Docker.Container,
  command: string,
  text: string,
): Promise<Formatted> {
  const complaint = new Tail(2_000);
  const pieces: Buffer[] = [];
  let bytes = 0;
  const exit = await runExec(container, ['sh', '-c', command], {
    deadlineMs,
    onFrame: (frame) => {
      if (frame.from === 'stderr') return complaint.add(frame.bytes);
      bytes += frame.bytes.length;
      if (bytes <= maxFileBytes) pieces.push(frame.bytes);
    },
    onOpen: (stdin) => void stdin.on('error', () => {}).end(text),
  });
  if (exit.code === 0 && bytes <= maxFileBytes) return { text: Buffer.concat(pieces).toString() };
  return { problem: complaint.text() || 'the formatter did not answer' };
}
