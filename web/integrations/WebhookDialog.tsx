import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Webhook } from '../../api/webhook/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './Integrations.module.css';
import { SecretShown } from './SecretShown.tsx';

const words = messages.webhooks;

type Settings = Pick<Webhook, 'url' | 'events' | 'withScores'>;
const fresh: Settings = { url: '', events: ['grading.finished'], withScores: false };
const types: Webhook['events'] = [
  'invite.opened',
  'attempt.started',
  'submission.received',
  'grading.finished',
  'attempt.withdrawn',
];

/** Asks for the settings of a webhook, a new one when none is given, whose secret is then shown once. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: async (settings: Settings) => {
      if (!webhook) return (await call('POST /api/webhooks', { body: settings })).secret;
      const body = { ...settings, on: webhook.state !== 'off' };
      await call('PUT /api/webhooks/:webhookId', { params: { webhookId: webhook.id }, body });
      return undefined;
    },
    onSuccess: async (secret) => {
      await queries.invalidateQueries(query('GET /api/webhooks'));
      if (secret === undefined) onClose();
    },
  });
  const secret = save.data;
  const title = webhook ? words.editTitle : words.make;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={styles.dialogTitle}>{secret ? words.ready : title}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      closeOnClickOutside={!secret}
      size="lg"
    >
      {secret ? (
        <SecretShown
          text={words.readyText}
          label={words.secret}
          secret={secret}
          done={messages.tokens.done}
          onDone={onClose}
        />
      ) : (
        <WebhookForm
          settings={webhook ?? fresh}
          busy={save.isPending}
          problem={save.error?.message}
          onSave={save.mutate}
        />
      )}
    </Modal>
  );
}

function WebhookForm(props: {
  settings: Settings;
  busy: boolean;
  problem: string | undefined;
  onSave: (settings: Settings) => void;
}) {
  const [url, setUrl] = useState(props.settings.url);
  const [events, setEvents] = useState<string[]>(props.settings.events);
  const [withScores, setWithScores] = useState(props.settings.withScores);
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (url.trim() && events.length > 0)
      props.onSave({ url: url.trim(), events: events as Settings['events'], withScores });
  };
  return (
    <form onSubmit={submit} noValidate className={styles.dialog}>
      <TextInput
        label={words.url}
        placeholder="https://"
        type="url"
        value={url}
        maxLength={2000}
        autoComplete="off"
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={asked && !url.trim() ? words.urlMissing : undefined}
      />
      <Checkbox.Group
        label={words.events}
        value={events}
        onChange={setEvents}
        error={asked && events.length === 0 ? words.eventMissing : undefined}
      >
        <div className={styles.choices}>
          {types.map((type) => (
            <Checkbox key={type} value={type} label={words.eventNames[type]} description={type} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox
        label={words.withScores}
        description={words.withScoresText}
        checked={withScores}
        onChange={(event) => setWithScores(event.currentTarget.checked)}
      />
      {props.problem && (
        <Notice tone="bad" alert>
          {props.problem}
        </Notice>
      )}
      <Button type="submit" loading={props.busy} className={styles.end}>
        {words.save}
      </Button>
    </form>
  );
}
