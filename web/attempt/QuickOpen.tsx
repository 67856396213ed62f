import { Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { messages } from '../messages.ts';
import parts from '../ui/Parts.module.css';
import { findFiles } from './file-find.ts';
import styles from './SearchPane.module.css';
import { useGiveBack } from './use-give-back.ts';

const words = messages.editor;
const shownAtMost = 50;

/** Finds a file by some letters of its path. */
export function QuickOpen(props: {
  paths: readonly string[];
  onOpen: (path: string) => void;
  onClose: () => void;
}) {
  const id = useId();
  const sendElsewhere = useGiveBack();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = findFiles(props.paths, query).slice(0, shownAtMost);
  const chosen = found[Math.min(at, found.length - 1)];
  const open = (path: string) => {
    sendElsewhere();
    props.onClose();
    props.onOpen(path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
    }
    if (event.key !== 'Enter' || chosen === undefined) return;
    // The editor has the keyboard before the key is done with, and would write a line.
    event.preventDefault();
    open(chosen);
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      returnFocus={false}
      centered={false}
      yOffset="12vh"
      title={<span className={parts.title}>{words.quickOpen}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
    >
      <TextInput
        aria-label={words.quickOpen}
        description={words.quickOpenHint}
        value={query}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen}`}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
      />
      {found.length === 0 && <p role="status">{words.noFiles}</p>}
      <div id={id} role="listbox" aria-label={words.quickOpen} className={styles.choices}>
        {found.map((path) => (
          <Choice key={path} id={`${id}-${path}`} path={path} chosen={path === chosen} onPick={open} />
        ))}
      </div>
    </Modal>
  );
}

function Choice(props: { id: string; path: string; chosen: boolean; onPick: (path: string) => void }) {
  const line = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (props.chosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [props.chosen]);
  return (
    <button
      type="button"
      tabIndex={-1}
      ref={line}
      id={props.id}
      role="option"
      aria-selected={props.chosen}
      className={styles.choice}
      onClick={() => props.onPick(props.path)}
    >
      {props.path}
    </button>
  );
}
