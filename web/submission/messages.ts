export const submissionMessages = {
  own: {
    download: 'Download your code',
    disclosure: 'What helped you?',
    disclosureText: 'The rule asks you to say which assistants you used, and for what. “None” is an answer.',
    disclosureLabel: 'What helped you, and with what',
    disclosureSend: 'Save',
    disclosureSaved: 'Saved. You may change it.',
    result: 'Your result',
    waiting: 'The grading takes a few minutes. Your result appears here; you can also come back later.',
    band: 'Overall',
    score: (value: string, low: string, high: string) => `${value} of 100, likely between ${low} and ${high}`,
    dimension: 'Dimension',
    points: 'Score',
    category: 'What was checked',
    passed: 'Passed',
    tally: (passed: number, count: number) => `${passed} of ${count}`,
    didNotRun: 'Your service did not run, so nothing could be measured.',
    ourFault: 'We could not measure your work. This is our fault and says nothing about you.',
  },

  receipt: {
    title: 'Handed in',
    text: 'Thank you. Your files are frozen and will be graded exactly as they are. You can close this page.',
    at: 'Handed in at',
    snapshot: 'Fingerprint of your files',
    snapshotText: 'Keep it if you like: the files with this fingerprint are the ones that are graded.',
  },
};
