import { useEffect } from 'react';
import { call } from '../api.ts';

/** A paste of so many characters is more than a line that was moved. */
const longPaste = 300;

/**
 * Tells the server when something long is pasted, its length alone, and when the page is out of sight. The candidate was told of
 * it before; it is context for a reviewer and never scored, so what is not heard is not sent again.
 */
export function useSignals(attemptId: string, wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const send = (body: { kind: 'paste' | 'away' | 'back'; size?: number }) => {
      call('POST /api/attempts/:attemptId/signals', { params: { attemptId }, body }).catch(() => undefined);
    };
    const onPaste = (event: ClipboardEvent) => {
      const size = event.clipboardData?.getData('text/plain').length ?? 0;
      if (size >= longPaste) send({ kind: 'paste', size });
    };
    const onSight = () => send({ kind: document.visibilityState === 'hidden' ? 'away' : 'back' });
    // The editor keeps the event to itself.
    document.addEventListener('paste', onPaste, { capture: true });
    document.addEventListener('visibilitychange', onSight);
    return () => {
      document.removeEventListener('paste', onPaste, { capture: true });
      document.removeEventListener('visibilitychange', onSight);
    };
  }, [attemptId, wanted]);
}
