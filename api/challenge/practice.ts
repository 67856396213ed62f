/** The challenge that candidates practise on. Nobody is invited to it, and nothing of it is graded. */
export const practiceSlug = 'practice';
