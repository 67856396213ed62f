import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';

const words = messages.scorecard;
const ChangedFiles = lazy(() => import('./ChangedFiles.tsx').then((m) => ({ default: m.ChangedFiles })));

/** What the candidate changed in the files they were given. */
export function Changes({ submissionId }: { submissionId: string }) {
  const changes = useQuery({
    ...query('GET /api/submissions/:submissionId/changes', { params: { submissionId } }),
    staleTime: Infinity,
  });
  return (
    <Sheet title={words.changes} id="changes">
      {changes.isPending && <Loading />}
      {changes.isError && <Notice tone="warn">{changes.error.message}</Notice>}
      {changes.data?.files.length === 0 && <p>{words.noChanges}</p>}
      {changes.data && changes.data.files.length > 0 && (
        <Suspense fallback={<Loading />}>
          <ChangedFiles files={changes.data.files} />
        </Suspense>
      )}
    </Sheet>
  );
}
