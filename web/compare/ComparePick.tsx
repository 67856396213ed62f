import { useSearchParams } from 'wouter';
import { messages } from '../messages.ts';
import styles from './Compare.module.css';
import { mostAtOnce, pickedIn, withPicked } from './picked.ts';

const words = messages.compare;

/** A box that picks somebody to be compared. */
export function ComparePick({ submissionId, name }: { submissionId: string; name: string }) {
  const [params, setParams] = useSearchParams();
  const picked = pickedIn(params);
  const isPicked = picked.includes(submissionId);
  const full = !isPicked && picked.length >= mostAtOnce;
  const toggle = () =>
    setParams(
      (now) => {
        const ids = pickedIn(now);
        return withPicked(now, isPicked ? ids.filter((id) => id !== submissionId) : [...ids, submissionId]);
      },
      { replace: true },
    );
  return (
    <input
      type="checkbox"
      className={styles.pick}
      checked={isPicked}
      disabled={full}
      title={full ? words.full : undefined}
      onChange={toggle}
      aria-label={words.pick(name)}
    />
  );
}
