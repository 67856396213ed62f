import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Judgement } from '../../api/decision/contract.ts';
import { query } from '../api.ts';

/** Sends a person's judgement. What comes back is shown at once; a decision changes what else may be done, so that is asked anew. */
export function useJudge<T>(submissionId: string, send: (value: T) => Promise<Judgement>) {
  const params = { submissionId };
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (judgement) => {
      queries.setQueryData(
        query('GET /api/submissions/:submissionId/judgement', { params }).queryKey,
        judgement,
      );
      await queries.invalidateQueries(query('GET /api/submissions/:submissionId/review', { params }));
    },
  });
}
