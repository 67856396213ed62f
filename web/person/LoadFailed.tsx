import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { ApiError } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { MessagePage } from '../ui/MessagePage.tsx';

/** What a page for people who hire shows when its data did not come. */
export function LoadFailed({ error, retry }: { error: Error; retry: () => unknown }) {
  const status = error instanceof ApiError ? error.status : undefined;
  if (status === 401) {
    return (
      <MessagePage title={messages.person.signedOut} text={messages.person.signedOutText}>
        <Button component={Link} href={paths.enter()}>
          {messages.person.signIn}
        </Button>
      </MessagePage>
    );
  }
  if (status === 403) {
    return (
      <MessagePage title={messages.person.notAllowed} text={messages.person.notAllowedText}>
        <Button component={Link} href={paths.invites()}>
          {messages.person.home}
        </Button>
      </MessagePage>
    );
  }
  return (
    <MessagePage title={messages.error.failed} text={error.message}>
      <Button onClick={() => void retry()}>{messages.tryAgain}</Button>
    </MessagePage>
  );
}
