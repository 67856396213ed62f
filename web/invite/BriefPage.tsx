import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../api.ts';
import { preloadWorkspace } from '../attempt/preload.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { Page } from '../ui/Page.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './BriefPage.module.css';
import { HiddenChecks } from './HiddenChecks.tsx';
import { StartForm } from './StartForm.tsx';

const words = messages.brief;

/** What a candidate reads before the clock starts. */
export function BriefPage({ token }: { token: string }) {
  const opened = useQuery({
    queryKey: ['open', token],
    queryFn: () => call('POST /api/invites/open', { body: { token } }),
    staleTime: Infinity,
  });
  // Candidates read for minutes: the editor is here by the time they start.
  useEffect(() => void (opened.isSuccess && preloadWorkspace()), [opened.isSuccess]);

  if (opened.isPending) return <Loading />;
  // Unknown, expired and withdrawn look the same, so that a guess learns nothing.
  if (opened.isError) return <MessagePage title={words.wrong} text={words.wrongText} />;
  const { attemptId, organisation, candidateName, challenge, scored, hiddenChecks } = opened.data;
  return (
    <Page narrow title={challenge.title}>
      <p className={styles.hello}>{words.hello(organisation, candidateName)}</p>
      <h1 className={styles.title}>{challenge.title}</h1>
      <p className={styles.summary}>{challenge.summary}</p>
      <Sheet title={words.time}>
        <p className={styles.minutes}>{words.timeText(challenge.minutes)}</p>
        <p>{words.timeNote}</p>
        <p>{words.tools}</p>
      </Sheet>
      <Sheet title={words.scored}>
        <dl className={styles.scored}>
          {scored.map((dimension) => (
            <div key={dimension.name}>
              <dt>{dimension.name}</dt>
              <dd>{dimension.what}</dd>
            </div>
          ))}
        </dl>
      </Sheet>
      <HiddenChecks checks={hiddenChecks} />
      <Sheet title={words.recorded}>
        <ul className={styles.list}>
          {words.recordedText.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Sheet>
      <StartForm attemptId={attemptId} runtimes={challenge.runtimes} />
    </Page>
  );
}
