import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { messages } from '../messages.ts';
import styles from './Share.module.css';

const words = messages.share;
const dayChoices = [1, 3, 7, 14, 30, 60, 90];

export interface Choices {
  days: number;
  showsName: boolean;
  showsSource: boolean;
}

/** What a new link shows, and for how long. */
export function ShareForm({ busy, onMake }: { busy: boolean; onMake: (choices: Choices) => void }) {
  const [choices, setChoices] = useState<Choices>({ days: 14, showsName: false, showsSource: false });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onMake(choices);
  };
  return (
    <form onSubmit={submit} className={styles.parts}>
      <NativeSelect
        label={words.days}
        value={String(choices.days)}
        onChange={(event) => setChoices({ ...choices, days: Number(event.currentTarget.value) })}
        data={dayChoices.map((days) => ({ value: String(days), label: words.dayCounts(days) }))}
      />
      <Checkbox
        label={words.showsName}
        description={words.showsNameText}
        checked={choices.showsName}
        onChange={(event) => setChoices({ ...choices, showsName: event.currentTarget.checked })}
      />
      <Checkbox
        label={words.showsSource}
        description={words.showsSourceText}
        checked={choices.showsSource}
        onChange={(event) => setChoices({ ...choices, showsSource: event.currentTarget.checked })}
      />
      <Button type="submit" loading={busy}>
        {words.make}
      </Button>
    </form>
  );
}
