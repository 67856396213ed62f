import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Person } from '../../api/person/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './AccountPage.module.css';
import { RoleBoxes } from './RoleBoxes.tsx';

const words = messages.people;

export function RolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const queries = useQueryClient();
  const [roles, setRoles] = useState(person.roles);
  const save = useMutation({
    mutationFn: () =>
      call('PUT /api/people/:personId/roles', { params: { personId: person.id }, body: { roles } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['GET /api/people'] });
      await queries.invalidateQueries({ queryKey: ['GET /api/session'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (roles.length > 0) save.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={styles.title}>{words.rolesTitle(person.name)}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
    >
      <form onSubmit={submit} className={styles.form}>
        <RoleBoxes
          value={roles}
          onChange={setRoles}
          keepsAdmin={person.lastAdmin}
          error={roles.length === 0 ? words.rolesMissing : undefined}
        />
        {person.lastAdmin && <p>{words.lastAdmin}</p>}
        {save.isError && (
          <Notice tone="bad" alert>
            {save.error.message}
          </Notice>
        )}
        <Button type="submit" loading={save.isPending}>
          {words.saveRoles}
        </Button>
      </form>
    </Modal>
  );
}
