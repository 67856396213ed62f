import { Button, Modal } from '@mantine/core';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';
import type { Work } from './use-work.ts';
import { WithdrawButton } from './WithdrawButton.tsx';

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
      title={<span className={parts.title}>{words.submitTitle}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
    >
      <ul className={parts.list}>
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
      <div className={parts.buttons}>
        <WithdrawButton attemptId={props.attemptId} />
        <Button variant="default" onClick={close}>
          {words.keepWorking}
        </Button>
        <BusyButton busy={submit.isPending} onClick={() => submit.mutate()}>
          {words.submitNow}
        </BusyButton>
      </div>
    </Modal>
  );
}
