import { useEffect, useRef } from 'react';

let first = true;

/**
 * Where one page of ours took the place of another, what had the keyboard went with it: the heading takes it, and is read out. A
 * page that the browser opened itself is left alone.
 */
export function useArrival<T extends HTMLElement>() {
  const heading = useRef<T>(null);
  useEffect(() => {
    if (!first && document.activeElement === document.body) heading.current?.focus();
    first = false;
  }, []);
  return heading;
}
