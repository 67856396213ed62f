import { Menu } from '@mantine/core';
import { type ComponentType, useState } from 'react';
import type { Invite, InviteAction } from '../../api/invite/contract.ts';
import { messages } from '../messages.ts';
import styles from './InvitesPage.module.css';
import { RemindDialog } from './RemindDialog.tsx';
import { ResendDialog } from './ResendDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';

const words = messages.invites;

type Act = Exclude<InviteAction, 'time'>;
const dialogs: Record<Act, ComponentType<{ invite: Invite; onClose: () => void }>> = {
  resend: ResendDialog,
  remind: RemindDialog,
  revoke: RevokeDialog,
};

/** What may be done with the invite now, as the server says. */
export function InviteActions({ invite }: { invite: Invite }) {
  const [act, setAct] = useState<Act>();
  const acts = invite.actions.filter((each) => each !== 'time');
  const Dialog = act && dialogs[act];
  return (
    <>
      {acts.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className={styles.menu} aria-label={words.actionsFor(invite.candidateName)}>
              <span aria-hidden="true">⋯</span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {acts.map((each) => (
              <Menu.Item key={each} onClick={() => setAct(each)}>
                {words[each]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {Dialog && <Dialog invite={invite} onClose={() => setAct(undefined)} />}
    </>
  );
}
