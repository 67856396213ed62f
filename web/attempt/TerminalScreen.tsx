import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { messages } from '../messages.ts';
import { type LinkState, TerminalLink } from './terminal-link.ts';
import { mountScreen, type TerminalScreen as Screen } from './terminal-screen.ts';
import styles from './Terminal.module.css';

const words = messages.console;

/** One of the attempt's terminals. */
export function TerminalScreen(props: {
  attemptId: string;
  name: string;
  shown: boolean;
  tabMoves: boolean;
  readAloud: boolean;
}) {
  const { attemptId, name, shown, tabMoves, readAloud } = props;
  const host = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<Screen>();
  const [state, setState] = useState<LinkState>('connecting');
  const dark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    if (!host.current) return undefined;
    let link: TerminalLink | undefined;
    const mounted = mountScreen(host.current, words.terminalLabel(name), {
      typed: (text) => link?.type(text),
      resized: () => link?.resize(),
    });
    link = new TerminalLink({ attemptId, name, screen: mounted, onState: setState });
    setScreen(mounted);
    return () => {
      link?.end();
      mounted.dispose();
    };
  }, [attemptId, name]);
  useEffect(() => screen?.recolour(dark), [screen, dark]);
  // Before it is said on the page: who reads it may press Tab at once.
  useLayoutEffect(() => screen?.setTabMoves(tabMoves), [screen, tabMoves]);
  useEffect(() => screen?.setReadAloud(readAloud), [screen, readAloud]);

  return (
    <div className={styles.terminal} hidden={!shown} data-link={state}>
      {state !== 'open' && (
        <p role="status" className={styles.linkState}>
          {words.link[state]}
        </p>
      )}
      <div ref={host} className={styles.screen} />
    </div>
  );
}
