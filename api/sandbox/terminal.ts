// The candidate's terminals. Each is a session of tmux, which keeps its screen while nobody looks and draws it anew for
// whoever comes; a client that is slow is sent the newest screen, not everything that went over it.
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { attach, attached } from './exec.ts';
import type { Terminal, TerminalSize } from './sandboxes.ts';

const sizeTries = 10;
const sizeEveryMs = 50;

/** Nothing of tmux itself is seen or reached, and no program in it talks past it to the browser. */
const settings = [
  ['-s', 'escape-time', '10'],
  ['-s', 'set-clipboard', 'off'],
  ['-s', 'terminal-features', 'xterm*:bpaste:RGB'],
  // Drawn on the plain screen, so that lines which leave it at the top can be scrolled back to.
  ['-s', 'terminal-overrides', 'xterm*:smcup@:rmcup@'],
  ['-g', 'default-terminal', 'tmux-256color'],
  // No login shell: it would set PATH back to Debian's.
  ['-g', 'default-command', 'exec bash'],
  ['-g', 'history-limit', '5000'],
  ['-g', 'prefix', 'None'],
  ['-g', 'status', 'off'],
  ['-g', 'set-titles', 'off'],
  ['-gw', 'allow-passthrough', 'off'],
];

/** Opens a screen of a terminal, or takes it over from whoever had it. */
export async function openTerminal(
  workspace: Docker.Container,
  screen: string,
  size: TerminalSize,
): Promise<Terminal> {
  // Docker swallows the keys to detach with, of which the usual ones are a shell's too.
  const keys = { DetachKeys: 'ctrl-_,ctrl-_,ctrl-_' };
  const exec = await workspace.exec({
    ...attached,
    ...keys,
    Cmd: commandOf(screen),
    Tty: true,
    Env: ['TERM=xterm-256color', 'COLORTERM=truecolor'],
  });
  const stream = await attach(exec, { hijack: true, stdin: true, Tty: true });
  await sizeOnceStarted(exec, size);
  return { stream, resize: (next) => setSize(exec, next).then(ignore, ignore) };
}

/** Each screen is a session of its own, and those of one terminal share its window. */
function commandOf(screen: string): string[] {
  const [name] = screen.split('-');
  const set = settings.flatMap((words) => ['set-option', ...words, ';']);
  const session = ['new-session', '-A', '-D', '-s', screen, '-t', `terminal${name}`];
  return ['tmux', '-u', '-f', '/dev/null', 'start-server', ';', ...set, ...session];
}

function setSize(exec: Docker.Exec, { cols, rows }: TerminalSize): Promise<unknown> {
  return exec.resize({ w: cols, h: rows });
}

const ignore = () => {};

/** The engine answers before the program runs, and until then there is nothing to size. */
async function sizeOnceStarted(exec: Docker.Exec, size: TerminalSize): Promise<void> {
  for (let tries = 0; tries < sizeTries; tries++) {
    const done = await setSize(exec, size).then(
      () => true,
      () => false,
    );
    if (done) return;
    await sleep(sizeEveryMs);
  }
}
