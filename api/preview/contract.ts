import Type from 'typebox';
import type { Contract } from '../http/contract.ts';

export const previewContract = {
  'POST /api/attempts/:attemptId/preview': {
    who: 'candidate',
    response: Type.Object({
      url: Type.String({ description: 'Opens the preview in one browser, once, within a minute' }),
    }),
  },
} as const satisfies Contract;
