import type { Terminal } from '@xterm/xterm';

/** Title, colours, folder, links, notices, clipboard, and what editors and shells add to them. */
const commands = [
  0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13, 17, 19, 50, 52, 99, 104, 110, 111, 112, 133, 633, 777, 1337,
];
/** Device attributes, status, version, modes and size of the window: the terminal would type the answer. */
const questions = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { prefix: '>', final: 'q' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { final: 't' },
  { final: 'x' },
];
const settings = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
];

/** Makes a terminal draw and nothing else: what a program writes reaches no title, clipboard or link, and types nothing. */
export function quieten({ parser }: Terminal): void {
  const taken = () => true;
  for (const command of commands) parser.registerOscHandler(command, taken);
  for (const question of questions) parser.registerCsiHandler(question, taken);
  for (const setting of settings) parser.registerDcsHandler(setting, taken);
}
