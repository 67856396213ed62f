import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';
import { ChangedFile, scorecardWords } from '../scorecard/contract.ts';

const Nullable = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

export const ShareState = Type.Enum(['open', 'expired', 'revoked']);
export type ShareState = Static<typeof ShareState>;

/** A link to one scorecard. The link itself is told only when it is made. */
const Share = Type.Object({
  id: Type.String(),
  state: ShareState,
  createdAt: Type.String({ description: 'ISO 8601' }),
  createdBy: Nullable(Type.String()),
  expiresAt: Type.String({ description: 'ISO 8601' }),
  showsName: Type.Boolean(),
  showsSource: Type.Boolean(),
  opened: Type.Integer({ description: 'How often it was opened' }),
  lastOpenedAt: Nullable(Type.String()),
});
export type Share = Static<typeof Share>;

/** A scorecard as a link shows it. */
const SharedScorecard = Type.Object({
  expiresAt: Type.String(),
  candidateName: Nullable(Type.String(), 'Null unless the link shows it'),
  ...scorecardWords,
  files: Nullable(
    Type.Array(ChangedFile),
    'What the candidate changed; null unless the link shows the source',
  ),
});
export type SharedScorecard = Static<typeof SharedScorecard>;

export const shareContract = {
  'GET /api/submissions/:submissionId/shares': { who: may.share, response: Type.Array(Share) },
  'POST /api/shares': {
    who: may.share,
    body: Type.Object({
      submissionId: Type.String({ maxLength: 100 }),
      days: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 90, description: 'How long it works; 14 by default' }),
      ),
      showsName: Type.Optional(Type.Boolean()),
      showsSource: Type.Optional(Type.Boolean()),
    }),
    status: 201,
    response: Type.Object({ share: Share, link: Type.String() }),
  },
  'DELETE /api/shares/:shareId': { who: may.share, response: Share },
  'POST /api/shares/open': {
    who: 'anyone',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    response: SharedScorecard,
  },
} as const satisfies Contract;
