/** Mail's conversations: the content of a message that is sent ends with a dot (RFC 5321 §4.1.1.4). */
import { SMTPData } from '../../../protocols/application/mail/smtp.ts';
import { latin1 } from '../../../bytes/text.ts';
import { DottedContent, FixedContent } from '../content-reader.ts';
import type { LayerRules } from '../layer-rules.ts';
import type { StreamMessage } from '../message.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';

/** The first words of a line. */
const words = (m: StreamMessage): string[] => latin1(m.octets, 0, Math.min(m.octets.length, 512)).trim().split(/\s+/);

export const smtpRequestRules: LayerRules = {
  byLines: true,
  after(m, talk) {
    const [verb = '', size = ''] = words(m);
    const command = verb.toUpperCase();
    if (command === 'BDAT' && /^\d{1,15}$/.test(size) && Number(size) > 0)
      talk.client.follows = { layer: SMTPData as unknown as AnyLayer, content: new FixedContent(Number(size)) };
    // What follows is a mail, or TLS, or commands as before: the reply tells.
    if (command !== 'DATA' && command !== 'STARTTLS') return;
    talk.asked.length = 0;
    talk.asks(command, m);
    talk.client.state = 'waits';
  },
};

export const smtpResponseRules: LayerRules = {
  byLines: true,
  after(m, talk) {
    if (talk.client.state !== 'waits') return;
    // Replies to commands that were sent before in one go.
    const code = m.octets[0];
    const [asked] = talk.asked;
    if (asked?.method === 'DATA' && code === 0x32) return;
    talk.answered();
    if (asked?.method === 'DATA' && code === 0x33)
      talk.client.follows = { layer: SMTPData as unknown as AnyLayer, content: new DottedContent() };
    talk.goOn();
  },
};

/** Lines, of which nothing more is known. */
export const lineRules: LayerRules = { byLines: true };
