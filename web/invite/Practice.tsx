import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api.ts';
import { preloadWorkspace } from '../attempt/preload.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';
import { Sheet } from '../ui/Sheet.tsx';

const words = messages.practice;

/** The way to the same screen with something to practise on. */
export function Practice({ attemptId, runtimes }: { attemptId: string; runtimes: string[] }) {
  const [, navigate] = useLocation();
  const [runtime, setRuntime] = useState(runtimes[0] ?? '');
  const open = useMutation({
    mutationFn: () =>
      call('POST /api/attempts/:attemptId/practice', { params: { attemptId }, body: { runtime } }),
    onSuccess: (practice) => navigate(paths.attempt(practice.attemptId)),
  });
  return (
    <Sheet title={words.title}>
      <p>{words.text}</p>
      <div className={parts.row}>
        {runtimes.length > 1 && (
          <NativeSelect
            label={words.runtime}
            data={runtimes}
            value={runtime}
            onChange={(event) => setRuntime(event.currentTarget.value)}
          />
        )}
        <BusyButton
          variant="default"
          busy={open.isPending}
          onFocus={preloadWorkspace}
          onClick={() => open.mutate()}
        >
          {words.open}
        </BusyButton>
      </div>
      {open.isError && (
        <Notice tone="bad" alert>
          {open.error.message}
        </Notice>
      )}
    </Sheet>
  );
}
