import { Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core';
import type { ChallengeSummary } from '../../api/challenge/contract.ts';
import type { AiRule } from '../../api/invite/contract.ts';
import { messages } from '../messages.ts';
import styles from './InviteDialog.module.css';
import { dayAhead } from './start-by.ts';

const words = messages.newInvite;

/** What a manager decides beside the challenge and the candidates. A candidate's own line in a list goes before. */
export interface Choices {
  extraTime: number;
  startBy: string;
  /** All there are when absent. */
  runtimes?: string[];
  aiRule: AiRule;
  sharesResult: boolean;
  sendMail: boolean;
}

const usualDays = 14;

export const usualChoices = (): Choices => ({
  extraTime: 1,
  startBy: dayAhead(new Date(), usualDays),
  aiRule: 'open',
  sharesResult: false,
  sendMail: true,
});

const rules = Object.entries(words.aiRules) as [AiRule, string][];

interface Props {
  choices: Choices;
  /** Once one is picked. */
  challenge: ChallengeSummary | undefined;
  /** Whether there is somebody to write to. */
  mail: boolean;
  onChange: (choices: Choices) => void;
}

export function InviteChoices({ choices, challenge, mail, onChange }: Props) {
  return (
    <>
      <div className={styles.pair}>
        <ExtraTime
          value={choices.extraTime}
          minutes={challenge?.minutes}
          onChange={(extraTime) => onChange({ ...choices, extraTime })}
        />
        <TextInput
          type="date"
          label={words.startBy}
          description={words.startByText}
          value={choices.startBy}
          onChange={(event) => onChange({ ...choices, startBy: event.currentTarget.value })}
        />
      </div>
      {challenge && challenge.runtimes.length > 1 && (
        <Runtimes
          all={challenge.runtimes}
          chosen={choices.runtimes}
          onChange={(runtimes) => onChange({ ...choices, runtimes })}
        />
      )}
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
      {mail && (
        <Checkbox
          label={words.sendMail}
          description={words.sendMailText}
          checked={choices.sendMail}
          onChange={(event) => onChange({ ...choices, sendMail: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

/** One language fixed, or some to choose among. */
function Runtimes(props: {
  all: string[];
  chosen: string[] | undefined;
  onChange: (runtimes: string[]) => void;
}) {
  const chosen = props.chosen ?? props.all;
  return (
    <Checkbox.Group
      label={words.runtimes}
      value={chosen}
      onChange={props.onChange}
      error={chosen.length === 0 ? words.runtimesMissing : undefined}
    >
      <div className={styles.runtimes}>
        {props.all.map((runtime) => (
          <Checkbox key={runtime} value={runtime} label={runtime} />
        ))}
      </div>
    </Checkbox.Group>
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
