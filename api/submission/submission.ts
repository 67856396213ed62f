import type { Receipt } from './contract.ts';

export interface SubmissionRow {
  id: string;
  snapshotHash: string;
  submittedAt: Date;
}

export function receiptOf({ id, snapshotHash, submittedAt }: SubmissionRow): Receipt {
  return { submissionId: id, snapshot: snapshotHash, submittedAt: submittedAt.toISOString() };
}
