import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook } from '../../api/webhook/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { momentText } from '../ui/time.ts';
import { Confirm } from './Confirm.tsx';
import { Deliveries, deliveriesKey } from './Deliveries.tsx';
import styles from './Integrations.module.css';
import { SecretShown } from './SecretShown.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';

const words = messages.webhooks;

/** One address: what it is told, how it fares, and what was sent to it. */
export function WebhookBlock({ webhook }: { webhook: Webhook }) {
  const { url, events, withScores, state } = webhook;
  return (
    <section className={styles.webhook} aria-label={words.actionsOf(url)}>
      <div className={styles.webhookHead}>
        <h3>{url}</h3>
        <span className={styles.state} data-state={state}>
          {words.states[state]}
        </span>
      </div>
      <p className={styles.soft}>
        {events.map((type) => words.eventNames[type]).join(' · ')}
        {withScores && `, ${words.scoresToo}`}
      </p>
      <Trouble webhook={webhook} />
      <Actions webhook={webhook} />
      <Deliveries webhook={webhook} />
    </section>
  );
}

function Trouble({ webhook }: { webhook: Webhook }) {
  const { offBecause, failingSince, oldSecretUntil } = webhook;
  return (
    <>
      {offBecause && <Notice tone={offBecause === 'person' ? 'warn' : 'bad'}>{words.off[offBecause]}</Notice>}
      {!offBecause && failingSince && <Notice tone="warn">{words.failing(momentText(failingSince))}</Notice>}
      {oldSecretUntil && <Notice tone="good">{words.twoSecrets(momentText(oldSecretUntil))}</Notice>}
    </>
  );
}

function Actions({ webhook }: { webhook: Webhook }) {
  const { id: webhookId, url, events, withScores, state } = webhook;
  const params = { webhookId };
  const queries = useQueryClient();
  const [editing, edit] = useDisclosure(false);
  const [secret, setSecret] = useState<string>();
  const reload = () => queries.invalidateQueries(query('GET /api/webhooks'));
  const test = useMutation({
    mutationFn: () => call('POST /api/webhooks/:webhookId/test', { params }),
    onSuccess: () => queries.invalidateQueries({ queryKey: deliveriesKey(webhookId) }),
  });
  const turn = useMutation({
    mutationFn: () =>
      call('PUT /api/webhooks/:webhookId', {
        params,
        body: { url, events, withScores, on: state === 'off' },
      }),
    onSuccess: reload,
  });
  const problem = test.error ?? turn.error;
  return (
    <>
      <div className={styles.actions}>
        {state !== 'off' && (
          <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {words.test}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={edit.open}>
          {words.edit}
        </Button>
        <Button size="xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
          {state === 'off' ? words.switchOn : words.switchOff}
        </Button>
        <Confirm
          label={words.rotate}
          title={words.rotateTitle}
          text={words.rotateText}
          act={() => call('POST /api/webhooks/:webhookId/secret', { params })}
          after={async (made) => {
            setSecret(made.secret);
            await reload();
          }}
        />
        <Confirm
          label={words.remove}
          title={words.removeTitle}
          text={words.removeText}
          act={() => call('DELETE /api/webhooks/:webhookId', { params })}
          after={reload}
        />
      </div>
      {problem && (
        <Notice tone="bad" alert>
          {problem.message}
        </Notice>
      )}
      {test.isSuccess && <Notice tone="good">{words.tested}</Notice>}
      {editing && <WebhookDialog webhook={webhook} onClose={edit.close} />}
      <Modal
        opened={secret !== undefined}
        onClose={() => setSecret(undefined)}
        title={<span className={styles.dialogTitle}>{words.ready}</span>}
        closeButtonProps={{ 'aria-label': messages.cancel }}
        closeOnClickOutside={false}
        size="lg"
      >
        <SecretShown
          text={words.readyText}
          label={words.secret}
          secret={secret ?? ''}
          done={messages.tokens.done}
          onDone={() => setSecret(undefined)}
        />
      </Modal>
    </>
  );
}
