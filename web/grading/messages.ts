export const gradingMessages = {
  grading: {
    title: (name: string) => `Grading the work of ${name}`,
    text: 'The service is built, started, checked and put under load beside our reference. This takes a few minutes. You can leave this page; the result is kept.',
    states: { waiting: 'to come', running: 'now', done: 'done' },
    queued: 'Waiting for a free machine',
    retrying: 'Something on our side went wrong, so it is being run again. This costs the candidate nothing.',
    progress: (done: number, all: number) => `${done} of ${all} steps done`,
  },
};
