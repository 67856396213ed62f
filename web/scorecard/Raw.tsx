import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Raw.module.css';

const words = messages.scorecard;

/** Everything on this page as data, and the files it is about. */
export function Raw({ submissionId }: { submissionId: string }) {
  const files = useMutation({
    mutationFn: () => call('GET /api/submissions/:submissionId/files', { params: { submissionId } }),
    onSuccess: ({ tar }) => saveFile(`files-${submissionId}.tar`, tar),
  });
  const report = `/api/submissions/${encodeURIComponent(submissionId)}/scorecard`;
  return (
    <Sheet title={words.raw} id="raw">
      <p>{words.rawText}</p>
      <div className={styles.both}>
        <a href={report} download={`scorecard-${submissionId}.json`}>
          {words.rawLink}
        </a>
        <Button variant="default" loading={files.isPending} onClick={() => files.mutate()}>
          {words.rawFiles}
        </Button>
      </div>
      {files.isError && (
        <Notice tone="bad" alert>
          {files.error.message}
        </Notice>
      )}
    </Sheet>
  );
}

/** Hands a file to the browser, as if it had been downloaded from an address. */
function saveFile(name: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/x-tar' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
