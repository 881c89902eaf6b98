/** `pkw dns +trace`: from the root down, as dig shows it. */
import type { DnsQueryOptions } from '../../../exchange/clients/dns/dns-query.ts';
import { walkDns } from '../../../exchange/clients/dns/walk.ts';
import { sectionsText } from '../../../text/dns/message-text.ts';
import type { CommandIo } from '../../command.ts';
import { answerJson, textOptions } from './dns-output.ts';
import type { DnsLookUp, DnsWords } from './dns-words.ts';

/** A line a record, and a line about each server. DNSSEC records are wanted, as dig has it. */
export async function traceName(
  { name }: DnsLookUp,
  query: DnsQueryOptions,
  { flags }: DnsWords,
  written: string | undefined,
  json: boolean,
  io: CommandIo,
  greeting: string,
): Promise<void> {
  if (!json) await io.write(greeting);
  const edns = query.edns === false ? {} : query.edns;
  for await (const { answer, serverName } of walkDns(name, { ...query, edns: { ...edns, do: true } })) {
    const { octets, server, port, rttMs } = answer;
    const records = sectionsText(answer.message, { ...textOptions(flags), comments: false, question: false, additional: false });
    const who = serverName?.replace(/(.)\.$/, '$1') ?? written ?? server;
    const received = `;; Received ${octets.length} bytes from ${server}#${port}(${who}) in ${Math.round(rttMs)} ms\n\n`;
    if (!(await io.write(json ? answerJson(answer) : records + received))) return;
  }
}
