import { useEffect } from 'react';

/** The keys of the whole workspace. */
export interface Keys {
  save: () => void;
  runChecks: () => void;
  restart: () => void;
  toggleTab: () => void;
  quickOpen: () => void;
  search: () => void;
}

/** Listens before the editor does. Within a form Ctrl+Enter sends the form. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const run = actionOf(event, keys);
      if (!run) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) run();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  });
}

function actionOf(event: KeyboardEvent, keys: Keys): (() => void) | undefined {
  if (event.altKey || !(event.ctrlKey || event.metaKey)) return undefined;
  const key = event.key.toLowerCase();
  if (key === 's' && !event.shiftKey) return keys.save;
  if (key === 'p' && !event.shiftKey) return keys.quickOpen;
  if (key === 'f' && event.shiftKey) return keys.search;
  // Only Ctrl: Command+M puts a window away on a Mac.
  if (key === 'm' && event.ctrlKey) return keys.toggleTab;
  if (key !== 'enter') return undefined;
  if (event.shiftKey) return keys.restart;
  const form = event.target instanceof Element && event.target.closest('form');
  return form ? () => form.requestSubmit() : keys.runChecks;
}
