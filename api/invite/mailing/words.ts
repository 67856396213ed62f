// The e-mails about an invite, as the candidate reads them.
import type { Message } from '../../mail/mail.ts';
import { totalMinutes } from '../invite.ts';
import type { WaitingMail } from './store.ts';

type Facts = Omit<WaitingMail, 'email'> & { email: string };

/** The invite itself. @param link the only one that works from now on */
export function inviteMessage(facts: Facts, link: string): Message {
  const { organisation, candidateName, title } = facts;
  return {
    to: { name: candidateName, address: facts.email },
    subject: subjectOf(facts),
    text: paragraphs([
      `Hello ${candidateName},`,
      `${organisation} invites you to a piece of backend work: ${title}. You do it in your browser, on a small real service with its database. You have ${minutesOf(facts)} minutes, and the clock begins only when you start it.`,
      `Your own link, which you should not pass on:\n${link}`,
      `It opens a page that says what is asked, what is scored and what is recorded. Start by the end of ${dayOf(facts.startBy)} (UTC).`,
      'If an earlier e-mail brought you another link, only the newest one works.',
      `This was sent for ${organisation}. If you did not expect it, you need not do anything.`,
    ]),
  };
}

/** It cannot hold the link, which is kept nowhere. */
export function reminderMessage(facts: Facts): Message {
  const { organisation, candidateName, title, linkSentAt } = facts;
  const sent = linkSentAt
    ? `The link is in our e-mail of ${dayOf(linkSentAt)}, “${subjectOf(facts)}”.`
    : `You have had the link from ${organisation}.`;
  return {
    to: { name: candidateName, address: facts.email },
    subject: `Reminder: ${title}, to start by ${dayOf(facts.startBy)}`,
    text: paragraphs([
      `Hello ${candidateName},`,
      `${organisation} has invited you to a piece of backend work: ${title}. You can start it until the end of ${dayOf(facts.startBy)} (UTC), and have ${minutesOf(facts)} minutes from then on.`,
      `${sent} If you cannot find it, ask ${organisation} for a new one.`,
      'If you would rather not take part, open the link and withdraw, or do nothing at all.',
    ]),
  };
}

function subjectOf({ organisation, title }: Facts): string {
  return `${organisation} invites you: ${title}`;
}

function minutesOf({ minutes, extraTime }: Facts): number {
  return totalMinutes(minutes, extraTime);
}

const dayOf = (date: Date) =>
  date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

const paragraphs = (parts: string[]) => `${parts.join('\n\n')}\n`;
