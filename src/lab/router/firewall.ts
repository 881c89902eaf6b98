/** What a lab host lets in and a lab router lets through: rules in the language of capture filters. */
import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { LINKTYPE } from '../../capture/link-types.ts';
import { compile } from '../../filter/bpf/compile.ts';
import { type FilterRunner, filterRunner } from '../../filter/bpf/program/run-filter.ts';

/** What becomes of packets: they pass; they are lost; they are lost and their sender is told, with a reset or an ICMP error. */
export type LabVerdict = 'accept' | 'drop' | 'reject';

/** A rule. The first whose filter fits decides; what fits none passes. */
export interface LabRule {
  /** A capture filter, as tcpdump has it, on the IP packet: `tcp dst port 22 and not src net 10.0.0.0/8`. */
  readonly filter: string;
  readonly action: LabVerdict;
  /** Only packets that come in by this card: `eth0`. */
  readonly from?: string;
}

const ACTIONS: readonly string[] = ['accept', 'drop', 'reject'];

/** Rules in force, the first that fits decides. */
export class Firewall {
  readonly #rules: readonly { readonly fits: FilterRunner; readonly action: LabVerdict; readonly from: string | undefined }[];
  /** How often each rule decided. */
  readonly counts: number[];

  /** @throws ERR_OPTION, ERR_VALUE, ERR_FILTER */
  constructor(host: string, rules: readonly LabRule[], cards: readonly string[]) {
    this.#rules = rules.map((rule, i) => {
      checkOptions(`rule ${i + 1} of ${host}`, rule, { filter: true, action: true, from: true });
      const { filter, action, from } = rule;
      if (!ACTIONS.includes(action))
        throw new PacketwrightError(
          'ERR_VALUE',
          `rule ${i + 1} of ${host}: '${String(action)}' is no action: expected ${ACTIONS.join(', ')}`,
          { action },
        );
      if (from !== undefined && !cards.includes(from))
        throw new PacketwrightError('ERR_INTERFACE', `rule ${i + 1} of ${host}: it has no card ${from}: it has ${cards.join(', ')}`, {
          iface: from,
        });
      return { fits: filterRunner(compile(filter, { linkType: LINKTYPE.RAW, kernel: false })), action, from };
    });
    this.counts = rules.map(() => 0);
  }

  /** @param octets from the IP header on */
  judge(octets: Uint8Array, card: string): LabVerdict {
    for (let i = 0; i < this.#rules.length; i++) {
      const { fits, action, from } = this.#rules[i]!;
      if ((from !== undefined && from !== card) || fits(octets) === 0) continue;
      this.counts[i]!++;
      return action;
    }
    return 'accept';
  }
}
