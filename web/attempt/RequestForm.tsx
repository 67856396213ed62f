import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { messages } from '../messages.ts';
import { parseHeaders } from './http-text.ts';
import type { HandRequest } from './hand-request.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;
const methods: HandRequest['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const headerText = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

export function RequestForm(props: {
  initial: HandRequest | undefined;
  busy: boolean;
  onSend: (request: HandRequest) => void;
}) {
  const { initial } = props;
  const [method, setMethod] = useState<HandRequest['method']>(initial?.method ?? 'GET');
  const [path, setPath] = useState(initial?.path ?? '/');
  const [headers, setHeaders] = useState(
    initial ? headerText(initial.headers) : 'content-type: application/json',
  );
  const [body, setBody] = useState(initial?.body ?? '');
  const parsed = parseHeaders(headers);
  const pathProblem = path.startsWith('/') ? undefined : words.pathStart;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!parsed.ok || pathProblem || props.busy) return;
    props.onSend({ method, path, headers: parsed.headers, ...(body !== '' && { body }) });
  };
  return (
    <form className={styles.requestForm} noValidate onSubmit={submit}>
      <div className={styles.requestLine}>
        <NativeSelect
          size="xs"
          label={words.method}
          value={method}
          data={methods}
          onChange={(event) => setMethod(event.currentTarget.value as HandRequest['method'])}
        />
        <TextInput
          size="xs"
          className={styles.grow}
          label={words.requestPath}
          value={path}
          error={pathProblem}
          spellCheck={false}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Button size="xs" type="submit" loading={props.busy} title={words.sendHint}>
          {words.send}
        </Button>
      </div>
      <Textarea
        size="xs"
        label={words.headers}
        value={headers}
        rows={2}
        spellCheck={false}
        error={parsed.ok ? undefined : words.headerBad(parsed.line)}
        onChange={(event) => setHeaders(event.currentTarget.value)}
      />
      <Textarea
        size="xs"
        label={words.body}
        value={body}
        rows={3}
        spellCheck={false}
        classNames={{ input: styles.mono }}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
    </form>
  );
}
