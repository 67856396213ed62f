import { useLayoutEffect, useRef } from 'react';
import { messages } from '../messages.ts';
import styles from './EditorPane.module.css';
import { mountCompare } from './file-compare.ts';

/** Another text of a file beside the file as it is here, which can be worked on. */
export function Compare({ path, text, side }: { path: string; text: string; side: string }) {
  const host = useRef<HTMLDivElement>(null);
  // A layout effect ends before other effects do: the editor's, which takes the file's model with it, must not come first.
  useLayoutEffect(() => {
    if (!host.current) return undefined;
    return mountCompare(host.current, path, text, messages.editor.compareLabel(path, side));
  }, [path, text, side]);
  return (
    <div className={styles.compare} data-testid="compare">
      <div ref={host} className={styles.compareBox} />
    </div>
  );
}
