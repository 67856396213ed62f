import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Invite } from '../../api/invite/contract.ts';
import { CompareBar } from '../compare/CompareBar.tsx';
import { messages } from '../messages.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { InviteFilter } from './InviteFilter.tsx';
import styles from './InvitesPage.module.css';
import { InviteTable } from './InviteTable.tsx';
import { MailIsSetUp, useInviteCounts, useInvites, useListFilter } from './use-invites.ts';

const words = messages.invites;

/** Everybody who was invited, newest first as the server sends them. */
export function InvitesPage() {
  const [filter, change] = useListFilter();
  const invites = useInvites(filter);
  const counts = useInviteCounts(filter);
  const [inviting, dialog] = useDisclosure(false);
  if (invites.isPending) return <Loading />;
  if (!invites.data) return <LoadFailed error={invites.error} retry={invites.refetch} />;
  const shown = invites.data.pages.flatMap((page) => page.invites);
  const mail = invites.data.pages[0]?.mail ?? false;
  const isEmpty = shown.length === 0 && Object.keys(filter).length === 0;
  const button = <Button onClick={dialog.open}>{words.invite}</Button>;
  return (
    <ManagerPage title={words.title}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        {!isEmpty && button}
      </div>
      {isEmpty ? (
        <Empty button={button} />
      ) : (
        <>
          <CompareBar />
          <InviteFilter filter={filter} counts={counts.data} onChange={change} />
          <MailIsSetUp value={mail}>
            <Matches
              invites={shown}
              onMore={invites.hasNextPage ? () => void invites.fetchNextPage() : undefined}
              loading={invites.isFetchingNextPage}
              onClear={() => change({ search: null, state: null, challenge: null })}
            />
          </MailIsSetUp>
        </>
      )}
      <InviteDialog opened={inviting} onClose={dialog.close} mail={mail} />
    </ManagerPage>
  );
}

function Empty({ button }: { button: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{words.empty}</h2>
      <p>{words.emptyText}</p>
      {button}
    </div>
  );
}

function Matches(props: {
  invites: Invite[];
  onMore: (() => void) | undefined;
  loading: boolean;
  onClear: () => void;
}) {
  if (props.invites.length === 0)
    return (
      <div className={styles.empty}>
        <h2>{words.nobody}</h2>
        <Button variant="default" onClick={props.onClear}>
          {words.clear}
        </Button>
      </div>
    );
  return (
    <>
      <InviteTable invites={props.invites} />
      {props.onMore && (
        <p className={styles.more}>
          <Button variant="default" onClick={props.onMore} loading={props.loading}>
            {words.more}
          </Button>
        </p>
      )}
    </>
  );
}
