import { Button } from '@mantine/core';
import type { MadeInvite } from '../../api/invite/contract.ts';
import { messages } from '../messages.ts';
import { CopyButton, CopyLine } from '../ui/CopyLine.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

export function titleOf(made: MadeInvite[]): string {
  const [first] = made;
  return first && made.length === 1 ? words.ready(first.invite.candidateName) : words.readyMany(made.length);
}

/** The links of invites that were just made, or where they are sent. */
export function MadeInvites({ made, onClose }: { made: MadeInvite[]; onClose: () => void }) {
  const [first] = made;
  return (
    <div className={styles.made}>
      {first && made.length === 1 ? <One made={first} /> : <Many made={made} />}
      <Button variant="default" onClick={onClose}>
        {words.done}
      </Button>
    </div>
  );
}

function One({ made: { invite, link } }: { made: MadeInvite }) {
  if (link === null) return <Notice tone="good">{words.sent(invite.email ?? '')}</Notice>;
  return (
    <>
      <p>{words.readyText}</p>
      <CopyLine value={link} label={words.link} />
    </>
  );
}

function Many({ made }: { made: MadeInvite[] }) {
  const linked = made.filter(({ link }) => link !== null);
  const all = linked.map(({ invite, link }) => `${invite.candidateName}\t${link}`).join('\n');
  return (
    <>
      {linked.length > 0 && (
        <div className={styles.copyAll}>
          <p>{words.readyManyText}</p>
          <CopyButton value={all} label={words.copyAll} />
        </div>
      )}
      <table className={styles.candidates}>
        <tbody>
          {made.map(({ invite, link }) => (
            <tr key={invite.id}>
              <th scope="row">{invite.candidateName}</th>
              <td>
                {link === null ? (
                  `${words.sentMany}: ${invite.email}`
                ) : (
                  <CopyLine value={link} label={words.linkFor(invite.candidateName)} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
