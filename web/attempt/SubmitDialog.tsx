import { Button, Modal } from '@mantine/core';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Work } from './use-work.ts';
import { WithdrawButton } from './WithdrawButton.tsx';
import styles from './Workspace.module.css';

const words = messages.attempt;

/** Says what handing in means, and hands in. The page then shows the receipt by itself. */
export function SubmitDialog(props: { attemptId: string; opened: boolean; onClose: () => void; work: Work }) {
  const { opened, onClose } = props;
  const { submit, checks } = props.work;
  const close = () => {
    onClose();
    submit.reset();
  };
  const failing = checks.data?.checks.filter((check) => !check.passed).length;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<span className={styles.dialogTitle}>{words.submitTitle}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
    >
      <ul className={styles.dialogList}>
        {words.submitText.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {failing !== 0 && (
        <Notice tone="warn">
          {failing === undefined ? words.submitNotRun : words.submitFailing(failing)}
        </Notice>
      )}
      {submit.isError && (
        <Notice tone="bad" alert>
          {submit.error.message}
        </Notice>
      )}
      <div className={styles.dialogButtons}>
        <WithdrawButton attemptId={props.attemptId} />
        <Button variant="default" onClick={close}>
          {words.keepWorking}
        </Button>
        <Button loading={submit.isPending} onClick={() => submit.mutate()}>
          {words.submitNow}
        </Button>
      </div>
    </Modal>
  );
}
