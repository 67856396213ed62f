import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Webhook } from '../../api/webhook/contract.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Integrations.module.css';
import { WebhookBlock } from './WebhookBlock.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';

const words = messages.webhooks;

export function Webhooks({ webhooks }: { webhooks: Webhook[] }) {
  const [making, dialog] = useDisclosure(false);
  const make = (
    <Button size="xs" onClick={dialog.open}>
      {words.make}
    </Button>
  );
  return (
    <Sheet title={words.title} aside={make}>
      <p className={styles.soft}>{words.text}</p>
      {webhooks.length === 0 && <p className={styles.soft}>{words.empty}</p>}
      {webhooks.map((webhook) => (
        <WebhookBlock key={webhook.id} webhook={webhook} />
      ))}
      {making && <WebhookDialog onClose={dialog.close} />}
    </Sheet>
  );
}
