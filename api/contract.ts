// Every URL of the platform, in story order. `call` in the web and the OpenAPI document are both made from this.
import { attemptContract } from './attempt/contract.ts';
import { challengeContract } from './challenge/contract.ts';
import { compareContract } from './compare/contract.ts';
import { consoleContract } from './console/contract.ts';
import { decisionContract } from './decision/contract.ts';
import { followUpContract } from './followup/contract.ts';
import { gradingContract } from './grading/contract.ts';
import { inviteContract } from './invite/contract.ts';
import { personContract } from './person/contract.ts';
import { previewContract } from './preview/contract.ts';
import { recordContract } from './record/contract.ts';
import { reviewContract } from './review/contract.ts';
import { scorecardContract } from './scorecard/contract.ts';
import { shareContract } from './share/contract.ts';
import { submissionContract } from './submission/contract.ts';
import { timelineContract } from './timeline/contract.ts';
import { tokenContract } from './token/contract.ts';
import { webhookContract } from './webhook/contract.ts';

export const contract = {
  ...personContract,
  ...challengeContract,
  ...inviteContract,
  ...attemptContract,
  ...consoleContract,
  ...previewContract,
  ...timelineContract,
  ...submissionContract,
  ...gradingContract,
  ...scorecardContract,
  ...compareContract,
  ...shareContract,
  ...recordContract,
  ...reviewContract,
  ...decisionContract,
  ...followUpContract,
  ...tokenContract,
  ...webhookContract,
};
export type Api = typeof contract;
