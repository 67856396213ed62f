import { Checkbox, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Suspense, useState } from 'react';
import { lazily } from '../lazily.ts';
import { messages } from '../messages.ts';
import { Boundary } from '../ui/Boundary.tsx';
import { Loading } from '../ui/Loading.tsx';
import pane from './Pane.module.css';
import styles from './Terminal.module.css';

const words = messages.console;
const names = ['1', '2'];
const TerminalScreen = lazily(() => import('./TerminalScreen.tsx').then((m) => m.TerminalScreen));

/** The attempt's terminals. Each is opened when it is first looked at, and goes on while another one is. */
export function TerminalPane(props: { attemptId: string; shown: boolean; tabMoves: boolean }) {
  const [active, setActive] = useState('1');
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [readAloud, setReadAloud] = useLocalStorage({ key: 'proofload.read-aloud', defaultValue: false });
  if (props.shown && !opened.includes(active)) setOpened([...opened, active]);
  return (
    <div className={pane.pane}>
      <div className={pane.bar}>
        <div role="group" aria-label={words.terminals} className={styles.names}>
          {names.map((name) => (
            <UnstyledButton
              key={name}
              className={styles.name}
              aria-pressed={name === active}
              onClick={() => setActive(name)}
            >
              {words.terminalName(name)}
            </UnstyledButton>
          ))}
        </div>
        <span className={styles.hint}>{words.terminalHint}</span>
        <Checkbox
          size="xs"
          label={words.readAloud}
          checked={readAloud}
          onChange={(event) => setReadAloud(event.currentTarget.checked)}
        />
      </div>
      <Boundary>
        <Suspense fallback={<Loading />}>
          {opened.map((name) => (
            <TerminalScreen
              key={name}
              attemptId={props.attemptId}
              name={name}
              shown={name === active}
              tabMoves={props.tabMoves}
              readAloud={readAloud}
            />
          ))}
        </Suspense>
      </Boundary>
    </div>
  );
}
