import { Button, type ButtonProps, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';

const words = messages.followUp;

/** Ends an interview for all who are in it, asked about once more. */
export function EndButton(props: {
  submissionId: string;
  size?: ButtonProps['size'];
  onEnded: () => unknown;
}) {
  const { submissionId, size = 'sm', onEnded } = props;
  const [asking, dialog] = useDisclosure(false);
  const end = useMutation({
    mutationFn: () => call('DELETE /api/submissions/:submissionId/follow-up', { params: { submissionId } }),
    onSuccess: () => {
      dialog.close();
      onEnded();
    },
  });
  return (
    <>
      <Button size={size} variant="default" onClick={dialog.open}>
        {words.end}
      </Button>
      <Modal
        opened={asking}
        onClose={dialog.close}
        title={<span className={parts.title}>{words.endTitle}</span>}
        closeButtonProps={{ 'aria-label': messages.cancel }}
      >
        <p>{words.endText}</p>
        {end.isError && (
          <Notice tone="bad" alert>
            {end.error.message}
          </Notice>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={dialog.close}>
            {words.stay}
          </Button>
          <BusyButton busy={end.isPending} onClick={() => end.mutate()}>
            {words.end}
          </BusyButton>
        </div>
      </Modal>
    </>
  );
}
