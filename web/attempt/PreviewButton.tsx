import { useMutation } from '@tanstack/react-query';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';

const words = messages.attempt;

/** Opens the candidate's service in a tab of its own. */
export function PreviewButton({ attemptId }: { attemptId: string }) {
  const preview = useMutation({ mutationFn: () => openPreview(attemptId) });
  return (
    <>
      <BusyButton
        size="xs"
        mb="sm"
        variant="default"
        title={words.openPreviewHint}
        busy={preview.isPending}
        onClick={() => preview.mutate()}
      >
        {words.openPreview}
      </BusyButton>
      {preview.isError && (
        <Notice tone="bad" alert>
          {preview.error.message}
        </Notice>
      )}
    </>
  );
}

/** The tab is opened at once, while the browser still sees a click behind it, and knows nothing of this page. */
async function openPreview(attemptId: string): Promise<void> {
  const tab = globalThis.open('', '_blank');
  if (!tab) throw new Error(words.previewBlocked);
  tab.opener = null;
  try {
    const { url } = await call('POST /api/attempts/:attemptId/preview', { params: { attemptId } });
    tab.location.replace(url);
  } catch (error) {
    tab.close();
    throw error;
  }
}
