import type { ChallengeSummary } from '../../api/challenge/contract.ts';
import { messages } from '../messages.ts';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

/** The challenges as cards, one of which can be picked. */
export function ChallengePicker(props: {
  challenges: ChallengeSummary[];
  picked: string | undefined;
  onPick: (slug: string) => void;
}) {
  if (props.challenges.length === 0) return <p>{words.noChallenges}</p>;
  return (
    <fieldset className={styles.cards}>
      <legend>{words.pick}</legend>
      {props.challenges.map((challenge) => (
        <label key={challenge.slug} className={styles.card}>
          <input
            type="radio"
            name="challenge"
            value={challenge.slug}
            checked={challenge.slug === props.picked}
            onChange={() => props.onPick(challenge.slug)}
          />
          <strong>{challenge.title}</strong>
          <span className={styles.summary}>{challenge.summary}</span>
          <span className={styles.facts}>
            {words.kinds[challenge.kind]} · {messages.minutes(challenge.minutes)} ·{' '}
            {challenge.runtimes.join(', ')}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
