import { Checkbox, NativeSelect, Radio } from '@mantine/core';
import type { AiRule } from '../../api/invite/contract.ts';
import { messages } from '../messages.ts';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

/** What a manager decides beside the challenge. */
export interface Choices {
  extraTime: number;
  aiRule: AiRule;
  sharesResult: boolean;
}

export const usual: Choices = { extraTime: 1, aiRule: 'open', sharesResult: false };

const rules = Object.entries(words.aiRules) as [AiRule, string][];

export function InviteChoices(props: {
  choices: Choices;
  /** Of the challenge, once one is picked. */
  minutes: number | undefined;
  onChange: (choices: Choices) => void;
}) {
  const { choices, minutes, onChange } = props;
  return (
    <>
      <ExtraTime
        value={choices.extraTime}
        minutes={minutes}
        onChange={(extraTime) => onChange({ ...choices, extraTime })}
      />
      <Radio.Group
        label={words.aiRule}
        value={choices.aiRule}
        onChange={(aiRule) => onChange({ ...choices, aiRule })}
      >
        <div className={styles.rules}>
          {rules.map(([rule, label]) => (
            <Radio key={rule} value={rule} label={label} />
          ))}
        </div>
      </Radio.Group>
      <Checkbox
        label={words.sharesResult}
        description={words.sharesResultText}
        checked={choices.sharesResult}
        onChange={(event) => onChange({ ...choices, sharesResult: event.currentTarget.checked })}
      />
    </>
  );
}

const usualTimes = [1, 1.25, 1.5, 2, 3];

/** What the challenge's minutes are multiplied by. */
export function ExtraTime(props: {
  value: number;
  minutes: number | undefined;
  onChange: (times: number) => void;
}) {
  const times = [...new Set([...usualTimes, props.value])].toSorted((a, b) => a - b);
  return (
    <NativeSelect
      label={words.extraTime}
      value={String(props.value)}
      onChange={(event) => props.onChange(Number(event.currentTarget.value))}
      data={times.map((value) => ({
        value: String(value),
        label: words.extraTimes(value, props.minutes && Math.ceil(props.minutes * value)),
      }))}
    />
  );
}
