import { noLostWrites, noPhantoms } from 'proofload/invariants';
import { type Answer, defineStorm, list, type Operation, text } from 'proofload/storm';

const notesIn = ({ json }: Answer) => list(json?.notes, 'notes', (note) => text(note, 'note'));
const written = ({ kind, key }: Pick<Operation, 'kind' | 'key'>) => (kind === 'write' ? key : undefined);

export default defineStorm({
  actors: 4,
  operations: 500,
  act: async (actor) => {
    for (;;) {
      const key = `${actor.number}-${actor.random.integer(1, 1e9)}`;
      await actor.do({ kind: 'write', key, method: 'POST', path: `/notes/${key}`, read: notesIn });
      await actor.pause(2);
    }
  },
  readBack: (reader) =>
    reader.read({ kind: 'notes', key: 'all', method: 'GET', path: '/notes', read: notesIn }),
  progress: { write: 10 },
  invariants: (notes) => [
    noLostWrites('What was written stays', { written, present: notes }),
    noPhantoms('Nothing else is there', { written, present: notes }),
  ],
});
