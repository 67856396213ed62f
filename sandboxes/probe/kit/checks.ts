// What a challenge's checks import as 'proofload/checks'. A check is a Vitest test that speaks HTTP to the
// candidate's service and knows nothing of its language.

/** Where the candidate's service listens, without a trailing slash. */
export const baseUrl = process.env['PROOFLOAD_BASE_URL'] ?? 'http://127.0.0.1:8080';

/** The grading's seed: the same seed makes the same checks. */
export const seed = Number(process.env['PROOFLOAD_SEED'] ?? '1');
