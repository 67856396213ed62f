import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { CopyButton } from '../ui/CopyLine.tsx';
import { curlOf } from './curl.ts';
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
  /** Of the service; unknown at first. */
  port: number | undefined;
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

  const request: HandRequest | undefined =
    parsed.ok && !pathProblem
      ? { method, path, headers: parsed.headers, ...(body !== '' && { body }) }
      : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request && !props.busy) props.onSend(request);
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
        <BusyButton size="xs" type="submit" busy={props.busy} title={words.sendHint}>
          {words.send}
        </BusyButton>
        {request && props.port !== undefined && (
          <CopyButton value={curlOf(request, props.port)} label={messages.console.copyCurl} />
        )}
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
