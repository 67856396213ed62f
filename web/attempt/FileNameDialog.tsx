import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { messages } from '../messages.ts';
import parts from '../ui/Parts.module.css';
import { isFilePath } from './file-name.ts';
import { useGiveBack } from './use-give-back.ts';

const words = messages.attempt;

/** Asks for the path of a new or renamed file. */
export function FileNameDialog(props: {
  title: string;
  initial: string;
  taken: readonly string[];
  onDone: (path: string) => void;
  onClose: () => void;
}) {
  const sendElsewhere = useGiveBack();
  const [path, setPath] = useState(props.initial);
  const [asked, setAsked] = useState(false);
  const problem = problemOf(path, props.taken);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (problem) return;
    sendElsewhere();
    props.onDone(path);
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      returnFocus={false}
      title={<span className={parts.title}>{props.title}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
    >
      <form onSubmit={submit} noValidate>
        <TextInput
          label={words.path}
          description={words.pathHint}
          value={path}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          error={asked ? problem : undefined}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <div className={parts.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {messages.cancel}
          </Button>
          <Button type="submit">{props.initial ? words.rename : words.create}</Button>
        </div>
      </form>
    </Modal>
  );
}

function problemOf(path: string, taken: readonly string[]): string | undefined {
  if (!isFilePath(path)) return words.pathBad;
  const blocked = taken.some(
    (other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
  );
  return blocked ? words.pathTaken : undefined;
}
