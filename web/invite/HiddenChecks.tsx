import type { OpenedInvite } from '../../api/invite/contract.ts';
import { messages } from '../messages.ts';
import parts from '../ui/Parts.module.css';
import { Sheet } from '../ui/Sheet.tsx';

const words = messages.brief;

/** How many hidden checks there are of each kind; never what they do. */
export function HiddenChecks({ checks }: { checks: OpenedInvite['hiddenChecks'] }) {
  const total = checks.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  return (
    <Sheet title={words.hidden}>
      <p>{words.hiddenText(total)}</p>
      <table className={parts.table}>
        <thead>
          <tr>
            <th scope="col">{words.category}</th>
            <th scope="col">{words.count}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ category, count }) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}
