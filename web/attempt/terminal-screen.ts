import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { quieten } from './terminal-quiet.ts';
import { pasteable } from './terminal-paste.ts';

export interface TerminalScreen {
  draw(bytes: Uint8Array, drawn: () => void): void;
  size(): { cols: number; rows: number };
  /** Takes the page's colours, which have changed. */
  recolour(dark: boolean): void;
  setTabMoves(moves: boolean): void;
  setReadAloud(on: boolean): void;
  dispose(): void;
}

/** Draws a terminal into `host`. @param label what it is and how the keyboard leaves it, for those who do not see it */
export function mountScreen(
  host: HTMLElement,
  label: string,
  on: { typed: (text: string) => void; resized: () => void },
): TerminalScreen {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(host).fontFamily,
    fontSize: 13,
    scrollback: 5_000,
    minimumContrastRatio: matchMedia('(prefers-contrast: more)').matches ? 7 : 4.5,
    macOptionIsMeta: true,
  });
  quieten(terminal);
  terminal.open(host);
  terminal.textarea?.setAttribute('aria-label', label);
  let tabMoves = false;
  terminal.attachCustomKeyEventHandler((event) => handles(event, terminal, tabMoves));
  const unpaste = onPaste(host, (text) => terminal.paste(pasteable(text)));
  const unfit = keepFitting(terminal, host);
  terminal.onData(on.typed);
  terminal.onResize(on.resized);
  return {
    draw: (bytes, drawn) => terminal.write(bytes, drawn),
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    recolour: (dark) => {
      terminal.options.theme = themeOf(host, dark);
    },
    setTabMoves: (moves) => {
      tabMoves = moves;
    },
    setReadAloud: (aloud) => {
      terminal.options.screenReaderMode = aloud;
    },
    dispose: () => {
      unfit();
      unpaste();
      terminal.dispose();
    },
  };
}

/** @returns whether the terminal takes a key; the browser takes the others */
function handles(event: KeyboardEvent, terminal: Terminal, tabMoves: boolean): boolean {
  if (event.key === 'Tab') return !event.shiftKey && !tabMoves;
  if (!event.ctrlKey || event.altKey) return true;
  const key = event.key.toLowerCase();
  // The browser pastes, and says so by an event.
  if (key === 'v') return false;
  if (key !== 'c' || (!event.shiftKey && !terminal.hasSelection())) return true;
  // With Shift this would open the browser's own tools.
  event.preventDefault();
  if (event.type === 'keydown' && terminal.hasSelection()) copy(terminal);
  return false;
}

function copy(terminal: Terminal): void {
  // Browsers give it to pages over TLS, and of this machine.
  if ('clipboard' in navigator)
    void navigator.clipboard.writeText(terminal.getSelection()).catch(() => undefined);
  terminal.clearSelection();
}

/** Before xterm sees it, which would pass everything on as it is. @returns ends it */
function onPaste(host: HTMLElement, paste: (text: string) => void): () => void {
  const take = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    paste(event.clipboardData?.getData('text/plain') ?? '');
  };
  host.addEventListener('paste', take, { capture: true });
  return () => host.removeEventListener('paste', take, { capture: true });
}

/** Keeps as many lines and columns as there is room for. Hidden there is none. @returns ends it */
function keepFitting(terminal: Terminal, host: HTMLElement): () => void {
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const refit = () => {
    if (host.clientWidth > 0 && host.clientHeight > 0) fit.fit();
  };
  refit();
  const observer = new ResizeObserver(refit);
  observer.observe(host);
  return () => observer.disconnect();
}

function themeOf(host: HTMLElement, dark: boolean): ITheme {
  const style = getComputedStyle(host);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: colour('--sheet'),
    foreground: colour('--ink'),
    cursor: colour('--mark'),
    cursorAccent: colour('--sheet'),
    selectionBackground: colour('--mark-soft'),
    black: colour(dark ? '--sheet-sunk' : '--ink'),
    white: colour(dark ? '--ink' : '--line-strong'),
    red: colour('--bad'),
    green: colour('--good'),
    yellow: colour('--warn'),
    blue: colour('--link'),
    cyan: colour('--mark'),
    brightBlack: colour('--ink-soft'),
  };
}
