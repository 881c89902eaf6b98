/** What differs between two runs of the same lines, whoever runs them; and how scapy and pkw tell the same in other words. */

/** In their order: what is found, what stands for it, and why it may differ. */
export const DIFFERENCES: readonly (readonly [found: RegExp, instead: string, why: string])[] = [
  [/^[.*]+(?=Finished|\n|$)/gm, '', 'a dot is a packet that came by, a star an answer: in any order'],
  [/Finished to send/g, 'Finished sending', "the seeds' scapy said it so"],
  [/\nReceived \d+ packets, got/g, '\nReceived # packets, got', 'what else comes by'],
  [/\n{2,}/g, '\n', 'a line of dots that is empty now'],
  [/(?:: did you mean \w+\?)? \((?:line \d+, )?column \d+\)$/gm, '', 'our errors say what was meant, and where'],
];

/** Values that each run draws, and what is made of them. Only where packets of the kernel or random ones are shown. */
export const VALUES: readonly (readonly [found: RegExp, instead: string, why: string])[] = [
  [/\b(seq|ack)( *= *)\d{4,}/g, '$1$2#', "the kernel's sequence numbers"],
  [/\b(sport *= *http\s+dport *= *)\S+/g, '$1#', 'a port that was drawn'],
  [/10\.77\.0\.1:\w+(?= > 10\.77\.0\.2:http)/g, '10.77.0.1:#', 'a port that was drawn'],
  [/:http > ([\d.]+):\w+/g, ':http > $1:#', 'a port that was drawn'],
  [/\b(chksum)( *= *)0x[0-9a-f]+/g, '$1$2#', 'it depends on what is drawn'],
  [/\bid( *= *)\d+/g, 'id$1#', "the kernel's identifications"],
];

export function sameText(text: string): string {
  let out = text.replaceAll('\r', '');
  for (const [found, instead] of [...DIFFERENCES, ...VALUES]) out = out.replace(found, instead);
  return out.trim();
}
