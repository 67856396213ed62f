import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { KeptData } from '../../api/record/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateText, momentText } from '../ui/time.ts';
import { AnonymiseForm } from './AnonymiseForm.tsx';
import { DeleteForm } from './DeleteForm.tsx';
import { HoldForm } from './HoldForm.tsx';
import styles from './KeptPage.module.css';

const words = messages.kept;

/** What is kept of one candidate, and what may be done about it. */
export function KeptPage({ inviteId }: { inviteId: string }) {
  const [gone, setGone] = useState(false);
  const kept = useQuery({
    ...query('GET /api/invites/:inviteId/data', { params: { inviteId } }),
    enabled: !gone,
  });
  if (gone) return <Gone />;
  if (kept.isPending) return <Loading />;
  if (kept.isError) return <LoadFailed error={kept.error} retry={kept.refetch} />;
  return (
    <ManagerPage title={words.title(kept.data.candidateName)}>
      <h1 className={styles.title}>{words.title(kept.data.candidateName)}</h1>
      <Facts kept={kept.data} />
      <HoldForm kept={kept.data} />
      <AnonymiseForm kept={kept.data} />
      <DeleteForm kept={kept.data} onGone={() => setGone(true)} />
    </ManagerPage>
  );
}

function Gone() {
  return (
    <MessagePage title={words.gone} text={words.goneText}>
      <Link href={paths.invites()}>{words.back}</Link>
    </MessagePage>
  );
}

function Facts({ kept }: { kept: KeptData }) {
  const { anonymisedAt, anonymiseAt, deleteAt } = kept;
  const due = (at: string | null) => (at === null ? words.byHand : dateText(at));
  const facts = [
    [words.challenge, kept.challenge],
    [words.over, kept.overAt === null ? words.notOver : momentText(kept.overAt)],
    [words.versions, String(kept.versions)],
    [words.events, String(kept.events)],
    [words.gradings, String(kept.gradings)],
    anonymisedAt === null
      ? [words.anonymise, due(anonymiseAt)]
      : [words.anonymised, momentText(anonymisedAt)],
    [words.delete, due(deleteAt)],
  ] as const;
  return (
    <Sheet title={messages.keeping.title}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
