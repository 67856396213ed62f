import { Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './Database.module.css';
import { QueryTable } from './QueryTable.tsx';
import { TableList } from './TableList.tsx';

const words = messages.console;

/** The tables of the service's database, and a box for SQL on it. */
export function DatabasePane({ attemptId, shown }: { attemptId: string; shown: boolean }) {
  const params = { attemptId };
  const queries = useQueryClient();
  const tables = useQuery({ ...query('GET /api/attempts/:attemptId/database', { params }), enabled: shown });
  const [sql, setSql] = useState('');
  const run = useMutation({
    mutationFn: (text: string) =>
      call('POST /api/attempts/:attemptId/database', { params, body: { sql: text } }),
    onSuccess: () => queries.invalidateQueries(query('GET /api/attempts/:attemptId/database', { params })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sql.trim() !== '' && !run.isPending) run.mutate(sql);
  };
  return (
    <div className={styles.database}>
      <section aria-label={words.tables} className={styles.tables}>
        {tables.isError && <Notice tone="bad">{tables.error.message}</Notice>}
        {tables.isPending && <Loading />}
        {tables.data?.tables.length === 0 && <p>{words.noTables}</p>}
        <TableList
          tables={tables.data?.tables ?? []}
          onPick={(name) => setSql(`select * from ${name} limit 50;`)}
        />
      </section>
      <section aria-label={words.sql} className={styles.sql}>
        <form onSubmit={submit}>
          <Textarea
            size="xs"
            label={words.sql}
            description={words.sqlHint}
            value={sql}
            rows={4}
            maxLength={20_000}
            spellCheck={false}
            classNames={{ input: styles.mono }}
            onChange={(event) => setSql(event.currentTarget.value)}
          />
          <BusyButton size="xs" mt="xs" type="submit" busy={run.isPending} title={messages.attempt.sendHint}>
            {words.runSql}
          </BusyButton>
        </form>
        <div aria-live="polite">
          {run.isError && <Notice tone="bad">{run.error.message}</Notice>}
          {run.data && !run.isError && <QueryTable result={run.data} />}
        </div>
      </section>
    </div>
  );
}
