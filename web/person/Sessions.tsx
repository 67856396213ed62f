import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '../../api/person/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { momentText } from '../ui/time.ts';
import styles from './AccountPage.module.css';
import { readAgent } from './agent.ts';

const words = messages.sessions;

/** Where the person is signed in, and the end of it. */
export function Sessions() {
  const sessions = useQuery(query('GET /api/account/sessions'));
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (sessionId?: string) =>
      sessionId === undefined
        ? call('DELETE /api/account/other-sessions')
        : call('DELETE /api/account/sessions/:sessionId', { params: { sessionId } }),
    onSettled: () => queries.invalidateQueries(query('GET /api/account/sessions')),
  });
  if (sessions.isPending) return <Loading />;
  if (sessions.isError) return <Notice tone="bad">{sessions.error.message}</Notice>;
  const others = sessions.data.some(({ current }) => !current);
  return (
    <Sheet
      title={words.title}
      aside={
        others && (
          <Button variant="default" size="xs" loading={end.isPending} onClick={() => end.mutate(undefined)}>
            {words.endOthers}
          </Button>
        )
      }
    >
      <ul className={styles.sessions}>
        {sessions.data.map((session) => (
          <Item key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
      {end.isError && (
        <Notice tone="bad" alert>
          {end.error.message}
        </Notice>
      )}
    </Sheet>
  );
}

function Item({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const read = readAgent(session.agent);
  const agent = read ? words.agent(read.browser, read.system) : words.unknown;
  const began = words.began(momentText(session.createdAt), words.via[session.via]);
  return (
    <li>
      <div className={styles.agent}>
        <span title={session.agent}>{agent}</span> · {session.address}
        {session.current && <span className={styles.current}>{words.current}</span>}
        <small>
          {began}, {words.seen(momentText(session.seenAt))}
        </small>
      </div>
      {!session.current && (
        <Button variant="default" size="xs" onClick={onEnd} aria-label={words.endOf(agent)}>
          {words.end}
        </Button>
      )}
    </li>
  );
}
