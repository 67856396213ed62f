import { Checkbox } from '@mantine/core';
import type { Role } from '../../api/person/contract.ts';
import { messages } from '../messages.ts';
import styles from './PeoplePage.module.css';

const words = messages.people;
const roles = Object.keys(words.roles) as Role[];

/** @param props.keepsAdmin the role of admin cannot be taken away */
export function RoleBoxes(props: {
  value: Role[];
  onChange: (roles: Role[]) => void;
  keepsAdmin: boolean;
  error: string | undefined;
}) {
  return (
    <Checkbox.Group label={words.rolesOf} value={props.value} onChange={props.onChange} error={props.error}>
      <div className={styles.boxes}>
        {roles.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={words.roles[role]}
            description={words.may[role]}
            disabled={props.keepsAdmin && role === 'admin'}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}
