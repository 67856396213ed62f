import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { LoadFailed } from './LoadFailed.tsx';
import { ManagerPage } from './ManagerPage.tsx';
import styles from './PeoplePage.module.css';
import { PeopleTable } from './PeopleTable.tsx';
import { PersonDialog } from './PersonDialog.tsx';

const words = messages.people;

/** Who belongs to the organisation, for its admins. */
export function PeoplePage() {
  const people = useInfiniteQuery({
    queryKey: ['GET /api/people'],
    queryFn: ({ pageParam }) => call('GET /api/people', { query: pageParam ? { after: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.people.at(-1)?.id : undefined),
  });
  const [inviting, dialog] = useDisclosure(false);
  if (people.isPending) return <Loading />;
  if (people.isError) return <LoadFailed error={people.error} retry={people.refetch} />;
  return (
    <ManagerPage title={words.title}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <Button onClick={dialog.open}>{words.invite}</Button>
      </div>
      <PeopleTable people={people.data.pages.flatMap((page) => page.people)} />
      {people.hasNextPage && (
        <Button
          className={styles.more ?? ''}
          variant="default"
          loading={people.isFetchingNextPage}
          onClick={() => void people.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
      {inviting && <PersonDialog onClose={dialog.close} />}
    </ManagerPage>
  );
}
