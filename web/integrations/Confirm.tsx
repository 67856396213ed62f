import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './Integrations.module.css';

/** A button that asks before it acts. @param name what it is called where many stand on a page */
export function Confirm<T>(props: {
  label: string;
  name?: string;
  title: string;
  text: string;
  act: () => Promise<T>;
  after: (done: T) => unknown;
}) {
  const [asking, dialog] = useDisclosure(false);
  const act = useMutation({
    mutationFn: props.act,
    onSuccess: async (done) => {
      await props.after(done);
      dialog.close();
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={dialog.open} aria-label={props.name}>
        {props.label}
      </Button>
      <Modal
        opened={asking}
        onClose={dialog.close}
        title={<span className={styles.dialogTitle}>{props.title}</span>}
        closeButtonProps={{ 'aria-label': messages.cancel }}
      >
        <div className={styles.dialog}>
          <p>{props.text}</p>
          {act.isError && (
            <Notice tone="bad" alert>
              {act.error.message}
            </Notice>
          )}
          <div className={styles.buttons}>
            <Button variant="default" onClick={dialog.close}>
              {messages.cancel}
            </Button>
            <Button loading={act.isPending} onClick={() => act.mutate()}>
              {props.label}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
