import Type, { type Static } from 'typebox';

/** The body of every error answer, in the shape of RFC 9457. */
export const ProblemBody = Type.Object({
  status: Type.Integer(),
  code: Type.String({ description: 'A stable word for programs, such as file-conflict' }),
  title: Type.String({ description: 'One sentence for people' }),
  requestId: Type.String(),
});
export type ProblemBody = Static<typeof ProblemBody>;

/** An error the caller can understand and mend. Anything else that is thrown becomes a bare 500. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, title: string) {
    super(title);
    this.status = status;
    this.code = code;
  }
}
