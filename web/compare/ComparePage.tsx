import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import type { Comparison } from '../../api/compare/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { Charts } from './Charts.tsx';
import styles from './Compare.module.css';
import { LeftOut } from './LeftOut.tsx';
import { measureName, uniqueNames } from './names.ts';
import { NumbersTable } from './NumbersTable.tsx';
import { inOrder, type Order, orderIn, ordersOf, withOrder } from './order.ts';
import { pickedIn, withPicked } from './picked.ts';

const words = messages.compare;

/** Several candidates side by side, on one scale for each measure, with what can be told apart and what cannot. */
export function ComparePage() {
  const [params, setParams] = useSearchParams();
  const picked = pickedIn(params);
  const comparison = useQuery({
    ...query('GET /api/comparison', { query: { with: picked.join(',') } }),
    enabled: picked.length > 0,
    // Leaving somebody out does not blank the page.
    placeholderData: keepPreviousData,
  });
  if (picked.length === 0) return <Nobody />;
  if (comparison.isPending) return <Loading />;
  if (comparison.isError) return <LoadFailed error={comparison.error} retry={comparison.refetch} />;
  const leaveOut = (id: string) =>
    setParams(
      (now) =>
        withPicked(
          now,
          pickedIn(now).filter((other) => other !== id),
        ),
      { replace: true },
    );
  const { basis, leftOut } = comparison.data;
  const title = basis ? words.title(basis.challenge.title) : words.titleNone;
  return (
    <ManagerPage title={title}>
      <Head title={title} picked={picked} />
      {basis ? (
        <Compared
          comparison={comparison.data}
          order={orderIn(params, comparison.data)}
          onOrder={(order) => setParams((now) => withOrder(now, order), { replace: true })}
          onLeaveOut={leaveOut}
        />
      ) : (
        <p>{words.noneAlike}</p>
      )}
      {leftOut.length > 0 && <LeftOut leftOut={leftOut} onLeaveOut={leaveOut} />}
    </ManagerPage>
  );
}

function Nobody() {
  return (
    <ManagerPage title={words.titleNone}>
      <div className={styles.empty}>
        <h1>{words.none}</h1>
        <p>{words.noneText}</p>
        <Link href={paths.invites()}>{words.toList}</Link>
      </div>
    </ManagerPage>
  );
}

function Head({ title, picked }: { title: string; picked: string[] }) {
  const search = `?with=${picked.map(encodeURIComponent).join(',')}`;
  return (
    <div className={styles.head}>
      <h1>{title}</h1>
      <div className={styles.acts}>
        <a href={`/api/comparison.csv${search}`} download="comparison.csv">
          {words.csv}
        </a>
        <a href={`/api/comparison${search}`} download="comparison.json">
          {words.json}
        </a>
        <Button variant="default" onClick={() => window.print()}>
          {words.print}
        </Button>
      </div>
    </div>
  );
}

function Compared(props: {
  comparison: Comparison;
  order: Order;
  onOrder: (order: string) => void;
  onLeaveOut: (id: string) => void;
}) {
  const { comparison, order } = props;
  const { basis } = comparison;
  const names = uniqueNames(comparison.candidates);
  const candidates = inOrder(comparison, order);
  const byMeasure = order !== 'name' && order !== 'day';
  return (
    <>
      {basis && <p>{words.measuredAlike(basis.language, basis.machine)}</p>}
      <ul className={styles.chips}>
        {candidates.map(({ submissionId }) => (
          <li key={submissionId}>
            <Link href={paths.scorecard(submissionId)}>{names.get(submissionId)}</Link>
            <button
              type="button"
              onClick={() => props.onLeaveOut(submissionId)}
              aria-label={words.leaveOutThis(names.get(submissionId) ?? '')}
            >
              <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
      <Sheet title={words.how}>
        <p>{words.rule}</p>
        <p>{words.tie}</p>
        <NativeSelect
          className={styles.order}
          label={words.order}
          value={order}
          onChange={(event) => props.onOrder(event.currentTarget.value)}
          data={ordersOf(comparison).map((each) => ({
            value: each,
            label: each === 'name' || each === 'day' ? words.orders[each] : words.orderBy(measureName(each)),
          }))}
        />
        {byMeasure && <p>{words.orderNote(measureName(order))}</p>}
      </Sheet>
      <Charts comparison={comparison} candidates={candidates} names={names} />
      <NumbersTable comparison={comparison} candidates={candidates} names={names} />
    </>
  );
}
