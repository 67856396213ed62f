import { Button } from '@mantine/core';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Work } from './use-work.ts';

/** Why the last restart or run of the checks did not happen. */
export function WorkNotice({ work }: { work: Work }) {
  const failed = [work.restart, work.checks].find((action) => action.isError);
  if (!failed?.error) return null;
  return (
    <Notice tone="warn" alert>
      <span>{failed.error.message}</span>
      <Button size="compact-sm" variant="default" onClick={() => failed.reset()}>
        {messages.attempt.dismiss}
      </Button>
    </Notice>
  );
}
