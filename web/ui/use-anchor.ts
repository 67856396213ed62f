import { useEffect } from 'react';

/** Shows what the address's # names, also inside a closed fold, and when it came into the page after the address was opened. */
export function useAnchor(): void {
  useEffect(() => {
    reveal();
    addEventListener('hashchange', reveal);
    return () => removeEventListener('hashchange', reveal);
  }, []);
}

function reveal(): void {
  const { hash } = location;
  if (hash.length < 2) return;
  const target = [...document.querySelectorAll('[id]')].find(({ id }) =>
    [`#${id}`, `#${encodeURIComponent(id)}`].includes(hash),
  );
  if (!target) return;
  for (let fold = target.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true;
  target.scrollIntoView();
}
