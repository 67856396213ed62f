import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Person } from '../../api/person/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { dateText } from '../ui/time.ts';
import { AskDialog } from './AskDialog.tsx';
import { MadeLink } from './MadeLink.tsx';
import styles from './PeoplePage.module.css';
import { RolesDialog } from './RolesDialog.tsx';

const words = messages.people;

export function PeopleTable({ people }: { people: Person[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.rolesOf}</th>
          <th scope="col">{words.seen}</th>
          <th scope="col">{words.actions}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ person }: { person: Person }) {
  return (
    <tr>
      <th scope="row">
        {person.name} {person.you && <span className={styles.you}>({words.you})</span>}
        <span className={styles.email}>{person.email}</span>
      </th>
      <td>
        <ul className={styles.roles}>
          {person.roles.map((role) => (
            <li key={role}>{words.roles[role]}</li>
          ))}
        </ul>
      </td>
      <td className={styles.seen}>{person.signedInAt ? dateText(person.signedInAt) : words.waiting}</td>
      <td>
        <Actions person={person} />
      </td>
    </tr>
  );
}

type Doing = 'roles' | 'link' | 'remove';

function Actions({ person }: { person: Person }) {
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const { name } = person;
  const params = { personId: person.id };
  const button = (what: Doing, label: string, full: string) => (
    <Button variant="default" size="xs" aria-label={full} onClick={() => setDoing(what)}>
      {label}
    </Button>
  );
  return (
    <div className={styles.buttons}>
      {button('roles', words.changeRoles, words.changeRolesOf(name))}
      {button('link', words.newLink, words.newLinkOf(name))}
      {!person.lastAdmin && button('remove', words.remove, words.removeOf(name))}
      {doing === 'roles' && <RolesDialog person={person} onClose={close} />}
      {doing === 'link' && (
        <AskDialog
          title={words.newLinkTitle(name)}
          text={words.newLinkText}
          button={words.newLinkMake}
          act={() => call('POST /api/people/:personId/link', { params })}
          changes={[]}
          onClose={close}
        >
          {(made) => <MadeLink {...made} onDone={close} />}
        </AskDialog>
      )}
      {doing === 'remove' && (
        <AskDialog
          title={words.removeTitle(name)}
          text={words.removeText}
          button={words.remove}
          act={() => call('DELETE /api/people/:personId', { params })}
          // One who removes themselves is signed out.
          changes={['GET /api/people', 'GET /api/session']}
          onClose={close}
        />
      )}
    </div>
  );
}
