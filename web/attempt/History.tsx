import { NativeSelect, UnstyledButton } from '@mantine/core';
import { messages } from '../messages.ts';
import { durationText } from '../ui/time.ts';
import type { Example, HandRequest, Sent } from './hand-request.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;
const more = messages.console;

/** Requests sent before, newest first; picking one fills the form with it again. */
export function History(props: {
  sent: readonly Sent[];
  onPick: (request: HandRequest) => void;
  onClear: () => void;
}) {
  if (props.sent.length === 0) return null;
  return (
    <section aria-label={words.history}>
      <ul className={styles.history}>
        {props.sent.map(({ request, status, ms }, at) => (
          <li key={props.sent.length - at}>
            <UnstyledButton className={styles.checkLine} onClick={() => props.onPick(request)}>
              <code>
                {request.method} {request.path}
              </code>{' '}
              {status} · {durationText(ms)}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <UnstyledButton className={styles.small} onClick={props.onClear}>
        {more.forget}
      </UnstyledButton>
    </section>
  );
}

/** The author's requests, to begin with. */
export function Examples(props: { examples: readonly Example[]; onPick: (request: HandRequest) => void }) {
  if (props.examples.length === 0) return null;
  const pick = (name: string) => {
    const example = props.examples.find((one) => one.name === name);
    if (!example) return;
    const { method, path, headers = {}, body } = example;
    props.onPick({ method, path, headers, ...(body !== undefined && { body }) });
  };
  return (
    <NativeSelect
      size="xs"
      mb="xs"
      aria-label={more.examples}
      value=""
      data={[{ value: '', label: more.examples }, ...props.examples.map(({ name }) => name)]}
      onChange={(event) => pick(event.currentTarget.value)}
    />
  );
}
