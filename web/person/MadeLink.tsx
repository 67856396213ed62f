import { Button } from '@mantine/core';
import { messages } from '../messages.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import { dateText } from '../ui/time.ts';

const words = messages.people;

/** A sign-in link, the one time that it can be seen. */
export function MadeLink(props: { link: string; expiresAt: string; onDone: () => void }) {
  return (
    <>
      <p>{words.readyText(dateText(props.expiresAt))}</p>
      <CopyLine value={props.link} label={words.link} />
      <Button variant="default" onClick={props.onDone}>
        {words.done}
      </Button>
    </>
  );
}
