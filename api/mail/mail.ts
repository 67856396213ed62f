// E-mail as it leaves the platform: one message, one addressee, plain text.
import { createTransport, type NodemailerError } from 'nodemailer';

export interface Message {
  to: { name: string; address: string };
  subject: string;
  text: string;
}

export interface Mail {
  /**
   * Hands the message to the mail server, which then has it.
   * @throws MailRefused when the server will never take it, another Error when it may take it later
   */
  send(message: Message): Promise<void>;
}

export class MailRefused extends Error {
  override name = 'MailRefused';
}

const connectMs = 10_000;
const silenceMs = 30_000;

/** @param url such as smtp://user:password@host:587; TLS is used wherever the server offers it */
export function openMail({ url, from }: { url: string; from: string }): Mail {
  const transport = createTransport({
    url,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (message) => {
      try {
        await transport.sendMail({ from, ...message });
      } catch (error) {
        throw isFinal(error as NodemailerError) ? new MailRefused((error as Error).message) : error;
      }
    },
  };
}

/** A last word on the address or the text stands; one on our own password is the operator's to mend. */
function isFinal({ code, permanent = false }: NodemailerError): boolean {
  return permanent && (code === 'EENVELOPE' || code === 'EMESSAGE');
}
