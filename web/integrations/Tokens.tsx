import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import type { ApiToken } from '../../api/token/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { dateText, momentText } from '../ui/time.ts';
import { Confirm } from './Confirm.tsx';
import styles from './Integrations.module.css';
import { TokenDialog } from './TokenDialog.tsx';

const words = messages.tokens;

export interface OfferedScope {
  scope: ApiToken['scopes'][number];
  what: string;
}

export function Tokens({ scopes, tokens }: { scopes: OfferedScope[]; tokens: ApiToken[] }) {
  const [making, dialog] = useDisclosure(false);
  const make = (
    <Button size="xs" onClick={dialog.open}>
      {words.make}
    </Button>
  );
  return (
    <Sheet title={words.title} aside={make}>
      {tokens.length === 0 ? <p className={styles.soft}>{words.empty}</p> : <Table tokens={tokens} />}
      {making && <TokenDialog scopes={scopes} onClose={dialog.close} />}
    </Sheet>
  );
}

function Table({ tokens }: { tokens: ApiToken[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.may}</th>
          <th scope="col">{words.used}</th>
          <th scope="col">{words.works}</th>
          <th scope="col" className="visually-hidden">
            {words.revoke}
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <Row key={token.id} token={token} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ token }: { token: ApiToken }) {
  const { name, shown, scopes, state, createdBy, expiresAt, lastUsedAt } = token;
  return (
    <tr data-state={state}>
      <th scope="row">
        {name}
        <span className={styles.under}>
          <code>{shown}…</code> {words.by(createdBy)}
        </span>
      </th>
      <td data-label={words.may}>
        {scopes.map((scope) => (
          <code key={scope} className={styles.scope}>
            {scope}
          </code>
        ))}
      </td>
      <td data-label={words.used}>{lastUsedAt ? momentText(lastUsedAt) : words.never}</td>
      <td data-label={words.works}>{state === 'works' ? dateText(expiresAt) : words.states[state]}</td>
      <td>{state === 'works' && <Revoke token={token} />}</td>
    </tr>
  );
}

function Revoke({ token }: { token: ApiToken }) {
  const queries = useQueryClient();
  return (
    <Confirm
      label={words.revoke}
      name={words.revokeNamed(token.name)}
      title={words.revokeTitle(token.name)}
      text={words.revokeText}
      act={() => call('DELETE /api/tokens/:tokenId', { params: { tokenId: token.id } })}
      after={() => queries.invalidateQueries(query('GET /api/tokens'))}
    />
  );
}
