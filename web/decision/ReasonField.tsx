import { Textarea } from '@mantine/core';
import { messages } from '../messages.ts';

const words = messages.decision;

/** Whether the server will take it as a reason. */
export const isReason = (text: string) => text.trim().length >= 10;

export function ReasonField(props: { value: string; onChange: (text: string) => void; asked: boolean }) {
  const { value, onChange, asked } = props;
  return (
    <Textarea
      label={words.reason}
      description={words.reasonText}
      value={value}
      maxLength={2000}
      autosize
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={asked && !isReason(value) ? words.reasonMissing : undefined}
    />
  );
}
