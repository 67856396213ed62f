import { useEffect, useRef, useState } from 'react';

/**
 * Gives the keyboard back, when a dialog goes, to what had it before.
 * @returns called when the dialog sends it elsewhere
 */
export function useGiveBack(): () => void {
  const [before] = useState(() => document.activeElement);
  const elsewhere = useRef(false);
  useEffect(
    () => () => {
      if (!elsewhere.current && before instanceof HTMLElement) before.focus();
    },
    [before],
  );
  return () => {
    elsewhere.current = true;
  };
}
