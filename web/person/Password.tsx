import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { Account } from '../../api/person/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateText } from '../ui/time.ts';
import styles from './AccountPage.module.css';
import { AskDialog } from './AskDialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';

const words = messages.account;
type Doing = 'set' | 'codes' | 'remove';

/** The password, its authenticator and its recovery codes: there are all of them or none. */
export function Password({ account: { password, fresh } }: { account: Account }) {
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  return (
    <Sheet title={words.password}>
      {password ? (
        <>
          <p>{words.setAt(dateText(password.setAt))}</p>
          <p>{words.codesLeft(password.recoveryCodesLeft)}</p>
        </>
      ) : (
        <p>{words.noPassword}</p>
      )}
      <Changes fresh={fresh}>
        <Button variant={password ? 'default' : 'filled'} onClick={() => setDoing('set')}>
          {password ? words.change : words.set}
        </Button>
        {password && (
          <>
            <Button variant="default" onClick={() => setDoing('codes')}>
              {words.newCodes}
            </Button>
            <Button variant="default" onClick={() => setDoing('remove')}>
              {words.remove}
            </Button>
          </>
        )}
      </Changes>
      {doing === 'set' && <PasswordDialog onClose={close} />}
      {doing === 'codes' && (
        <AskDialog
          title={words.newCodesTitle}
          text={words.newCodesText}
          button={words.newCodes}
          act={() => call('POST /api/account/recovery-codes')}
          changes={['GET /api/account']}
          onClose={close}
        >
          {({ recoveryCodes }) => <RecoveryCodes codes={recoveryCodes} onDone={close} />}
        </AskDialog>
      )}
      {doing === 'remove' && (
        <AskDialog
          title={words.removeTitle}
          text={words.removeText}
          button={words.remove}
          act={() => call('DELETE /api/account/password')}
          changes={['GET /api/account']}
          onClose={close}
        />
      )}
    </Sheet>
  );
}

/** What a session may do only when it began lately. */
function Changes({ fresh, children }: { fresh: boolean; children: ReactNode }) {
  if (fresh) return <div className={styles.buttons}>{children}</div>;
  return (
    <Notice tone="warn">
      {words.notFresh}
      <Button component={Link} href={paths.enter()} variant="default" size="xs">
        {messages.person.signIn}
      </Button>
    </Notice>
  );
}
