import { useDisclosure } from '@mantine/hooks';
import { Link } from 'wouter';
import type { Invite } from '../../api/invite/contract.ts';
import { ComparePick } from '../compare/ComparePick.tsx';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Band } from '../ui/Band.tsx';
import { dateText } from '../ui/time.ts';
import styles from './InvitesPage.module.css';
import { TimeDialog } from './TimeDialog.tsx';

const words = messages.invites;

export function InviteTable({ invites }: { invites: Invite[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.candidate}</th>
          <th scope="col">{words.challenge}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.result}</th>
          <th scope="col">{words.invited}</th>
        </tr>
      </thead>
      <tbody>
        {invites.map((invite) => (
          <Row key={invite.id} invite={invite} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ invite }: { invite: Invite }) {
  return (
    <tr data-invite={invite.id}>
      <th scope="row">
        {invite.band && <ComparePick submissionId={invite.submissionId ?? ''} name={invite.candidateName} />}
        <CandidateLink invite={invite} />
        {invite.accommodation !== null && (
          <span className={styles.asks}>
            <span className="visually-hidden">{words.asks(invite.candidateName)} </span>
            {invite.accommodation}
          </span>
        )}
      </th>
      <td>{invite.challenge.title}</td>
      <td>
        <span className={styles.state} data-state={invite.state}>
          {words.states[invite.state]}
        </span>
        <GiveTime invite={invite} />
        <KeptLink invite={invite} />
      </td>
      <td>
        <Result invite={invite} />
      </td>
      <td className={styles.date}>
        {dateText(invite.createdAt)}
        {(invite.state === 'invited' || invite.state === 'opened') && (
          <span>{words.startBy(dateText(invite.startBy))}</span>
        )}
      </td>
    </tr>
  );
}

/** Until the work is over, those who decide may change its time. */
function GiveTime({ invite }: { invite: Invite }) {
  const [giving, dialog] = useDisclosure(false);
  if (invite.extraTime === null || !changeable.has(invite.state)) return null;
  return (
    <>
      <button
        type="button"
        className={styles.time}
        onClick={dialog.open}
        aria-label={words.giveTimeFor(invite.candidateName)}
      >
        {invite.extraTime === 1 ? words.giveTime : words.extra(`${invite.extraTime}x`)}
      </button>
      {giving && <TimeDialog invite={invite} onClose={dialog.close} />}
    </>
  );
}

/** Those who decide see what is kept, and may end it. */
function KeptLink({ invite: { id, candidateName, extraTime } }: { invite: Invite }) {
  if (extraTime === null) return null;
  return (
    <Link className={styles.time} href={paths.kept(id)} aria-label={messages.kept.linkFor(candidateName)}>
      {messages.kept.link}
    </Link>
  );
}

const changeable = new Set<Invite['state']>(['invited', 'opened', 'started']);

function CandidateLink({ invite }: { invite: Invite }) {
  const { candidateName, state, submissionId } = invite;
  if (!submissionId) return candidateName;
  const graded = state === 'graded';
  return (
    <Link
      className={styles.open}
      href={graded ? paths.scorecard(submissionId) : paths.grading(submissionId)}
      aria-label={graded ? words.openScorecard(candidateName) : words.openProgress(candidateName)}
    >
      {candidateName}
    </Link>
  );
}

function Result({ invite }: { invite: Invite }) {
  if (invite.band) return <Band band={invite.band} />;
  if (invite.outcome === 'candidate_failure')
    return <span className={styles.bad}>✕ {words.candidateFailure}</span>;
  if (invite.outcome === 'our_failure') return words.ourFailure;
  return (
    <span aria-hidden="true" className={styles.nothing}>
      –
    </span>
  );
}
