import Type, { type Static } from 'typebox';
import { Band } from '../grading/report.ts';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

export const Verdict = Type.Enum(['interview', 'hire', 'no']);
export type Verdict = Static<typeof Verdict>;

const given = { reason: Type.String(), by: Type.String(), at: Type.String({ description: 'ISO 8601' }) };

const Decision = Type.Object({ verdict: Verdict, ...given });
export type Decision = Static<typeof Decision>;

const What = Type.String({ maxLength: 60, description: 'overall, or the name of a dimension' });

/** A person's view of something that was measured; it stands beside what was measured, and changes nothing. */
const Override = Type.Object({
  what: What,
  measured: Band,
  band: Band,
  ...given,
});
export type Override = Static<typeof Override>;

const Judgement = Type.Object({
  decisions: Type.Array(Decision, { description: 'The newest first: it stands' }),
  overrides: Type.Array(Override, { description: 'The newest first' }),
  actions: Type.Array(Type.Enum(['decide', 'override'])),
});
export type Judgement = Static<typeof Judgement>;

const Reason = Type.String({ maxLength: 2000, description: 'Why; at least 10 characters' });

export const decisionContract = {
  'GET /api/submissions/:submissionId/judgement': { who: may.readScorecards, response: Judgement },
  'POST /api/submissions/:submissionId/decisions': {
    who: may.decide,
    body: Type.Object({ verdict: Verdict, reason: Reason }),
    status: 201,
    response: Judgement,
  },
  'POST /api/submissions/:submissionId/overrides': {
    who: may.decide,
    body: Type.Object({ what: What, band: Band, reason: Reason }),
    status: 201,
    response: Judgement,
  },
} as const satisfies Contract;
