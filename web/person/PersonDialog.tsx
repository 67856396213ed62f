import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Role } from '../../api/person/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './AccountPage.module.css';
import { MadeLink } from './MadeLink.tsx';
import { RoleBoxes } from './RoleBoxes.tsx';

const words = messages.people;

interface NewPerson {
  name: string;
  email: string;
  roles: Role[];
}

/** Asks who is to belong here and as what, then shows the link to send. */
export function PersonDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (body: NewPerson) => call('POST /api/people', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['GET /api/people'] }),
  });
  const made = make.data;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={styles.title}>{made ? words.ready(made.person.name) : words.invite}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      // The link is shown once: a stray click beside the dialog must not lose it.
      closeOnClickOutside={!made}
    >
      <div className={styles.form}>
        {made ? (
          <MadeLink link={made.link} expiresAt={made.expiresAt} onDone={onClose} />
        ) : (
          <Form busy={make.isPending} problem={make.error?.message} onMake={make.mutate} />
        )}
      </div>
    </Modal>
  );
}

function Form(props: { busy: boolean; problem: string | undefined; onMake: (person: NewPerson) => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<Role[]>([]);
  const [asked, setAsked] = useState(false);
  const sound = { name: name.trim() !== '', email: /\S@\S/.test(email), roles: roles.length > 0 };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (sound.name && sound.email && sound.roles) props.onMake({ name, email, roles });
  };
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <TextInput
        label={words.name}
        value={name}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        error={asked && !sound.name ? words.nameMissing : undefined}
        data-autofocus
      />
      <TextInput
        label={words.email}
        type="email"
        value={email}
        maxLength={254}
        autoComplete="off"
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={asked && !sound.email ? words.emailMissing : undefined}
      />
      <RoleBoxes
        value={roles}
        onChange={setRoles}
        keepsAdmin={false}
        error={asked && !sound.roles ? words.rolesMissing : undefined}
      />
      {props.problem && (
        <Notice tone="bad" alert>
          {props.problem}
        </Notice>
      )}
      <Button type="submit" loading={props.busy}>
        {words.makeLink}
      </Button>
    </form>
  );
}
