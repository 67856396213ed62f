// Sends the e-mails about invites that were queued. What is stored says who is to be written to and why; the link is made
// at the moment of sending, since only its hash is ever kept.
import type { Clock } from '../../clock.ts';
import type { Db, Sql } from '../../db/connect.ts';
import type { Queue } from '../../db/queue.ts';
import { hashSecret, makeSecret } from '../../http/secret.ts';
import { MailRefused, type Mail, type Message } from '../../mail/mail.ts';
import type { InviteMail } from '../contract.ts';
import { inviteLink, isWanted } from '../invite.ts';
import {
  insertMail,
  lockWaitingMail,
  markDelayed,
  markFailed,
  markSent,
  setToken,
  type WaitingMail,
} from './store.ts';
import { inviteMessage, reminderMessage } from './words.ts';

const giveUpMs = 24 * 3_600_000;

interface Needs {
  sql: Sql;
  clock: Clock;
  mail: Mail;
  publicUrl: string;
}

/** Queues an e-mail inside the transaction: it goes out if the transaction is committed, and only then. */
export async function queueMail(
  tx: Db,
  queue: Queue,
  draft: { inviteId: string; kind: InviteMail['kind']; queuedAt: Date },
): Promise<void> {
  await queue.enqueueMail(tx, await insertMail(tx, draft));
}

/**
 * Sends a queued e-mail, unless it was sent or nobody wants it any more. An address that is refused is never tried again.
 * @throws Error when the mail server does not take it now; it is to be tried again
 */
export async function sendQueued(needs: Needs, mailId: string): Promise<void> {
  const { sql, clock, mail } = needs;
  const ready = await prepare(needs, mailId);
  if (!ready) return;
  try {
    await mail.send(ready.message);
  } catch (error) {
    const problem = withoutAddress((error as Error).message, ready.message);
    const over = error instanceof MailRefused || clock().getTime() - ready.queuedAt.getTime() > giveUpMs;
    if (over) return markFailed(sql, mailId, problem, clock());
    await markDelayed(sql, mailId, problem);
    throw error;
  }
  await markSent(sql, mailId, clock());
}

/** Makes the text, and for an invite the link in it. @returns undefined when nothing is to be sent */
async function prepare({ sql, clock, publicUrl }: Needs, mailId: string) {
  const now = clock();
  return sql.begin(async (tx) => {
    const waiting = await lockWaitingMail(tx, mailId, now);
    if (!waiting) return undefined;
    const { email, kind, inviteId, queuedAt } = waiting;
    const reason = whyNot(waiting);
    if (reason !== undefined || email === null) {
      await markFailed(tx, mailId, reason ?? 'There is no address to send it to', now);
      return undefined;
    }
    const facts = { ...waiting, email };
    if (kind === 'reminder') return { queuedAt, message: reminderMessage(facts) };
    const token = makeSecret();
    await setToken(tx, inviteId, hashSecret(token));
    return { queuedAt, message: inviteMessage(facts, inviteLink(publicUrl, token)) };
  });
}

function whyNot({ kind, state, overtaken }: WaitingMail): string | undefined {
  if (overtaken) return 'A newer e-mail took its place';
  return isWanted(kind, state) ? undefined : 'It was no longer needed when its turn came';
}

/** Whose address it was stands beside it already, and goes when theirs goes. */
function withoutAddress(problem: string, { to }: Message): string {
  return problem.replaceAll(to.address, '…').slice(0, 500);
}
