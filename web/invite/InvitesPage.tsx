import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { query } from '../api.ts';
import { CompareBar } from '../compare/CompareBar.tsx';
import { messages } from '../messages.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import styles from './InvitesPage.module.css';
import { InviteTable } from './InviteTable.tsx';

const words = messages.invites;

/** Everybody who was invited, newest first as the server sends them. */
export function InvitesPage() {
  const invites = useQuery({ ...query('GET /api/invites'), refetchInterval: 5_000 });
  const [inviting, dialog] = useDisclosure(false);
  if (invites.isPending) return <Loading />;
  if (invites.isError) return <LoadFailed error={invites.error} retry={invites.refetch} />;
  const button = <Button onClick={dialog.open}>{words.invite}</Button>;
  return (
    <ManagerPage title={words.title}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        {invites.data.length > 0 && button}
      </div>
      {invites.data.length > 0 && <CompareBar />}
      {invites.data.length > 0 ? (
        <InviteTable invites={invites.data} />
      ) : (
        <div className={styles.empty}>
          <h2>{words.empty}</h2>
          <p>{words.emptyText}</p>
          {button}
        </div>
      )}
      <InviteDialog opened={inviting} onClose={dialog.close} />
    </ManagerPage>
  );
}
