/** Messages of exporters, read into records: NetFlow 1, 5, 7 and 9, IPFIX, sFlow 5. */
import { epochText } from '../../bytes/time.ts';
import type { View } from '../../packet/spec/spec.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { Session } from '../../packet/object/session.ts';
import type { CollectedRecord, CollectStats } from './collected.ts';
import { exporterMessage } from './exporter-message.ts';
import { fixedRecord } from './fixed-records.ts';
import { type HeaderTime, timeOf } from './record-times.ts';
import { Sequences } from './sequences.ts';
import { sflowRecords } from './sflow-records.ts';

/** Sets of options templates whose numbers are remembered, per reader. */
const MOST_OPTIONS = 16_384;

type Values = Readonly<Record<string, any>>;

/** A message's header, in one form. */
interface Header extends HeaderTime {
  readonly exporter: string;
  readonly version: number;
  readonly domain: number | undefined;
}

/** Reads NetFlow (1, 5, 7, 9), IPFIX and sFlow messages; templates are remembered for each exporter and domain. */
export class FlowReader {
  #session: Session;
  readonly #sequences = new Sequences();
  /** Templates that describe options: exporter, version, domain and number. */
  readonly #options = new Set<string>();
  #messages = 0;
  #records = 0;
  #notFlows = 0;
  #withoutTemplate = 0;

  /** @param o `most`: templates that are remembered. Default 4,096 */
  constructor(o: { readonly most?: number } = {}) {
    this.#session = new Session(o);
  }

  get stats(): CollectStats {
    return {
      messages: this.#messages,
      records: this.#records,
      notFlows: this.#notFlows,
      withoutTemplate: this.#withoutTemplate,
      lost: this.#sequences.lost,
      exporters: this.#sequences.size,
    };
  }

  /**
   * The records of a message. Nothing that an exporter sends throws.
   *
   * @param octets the message: the payload of a datagram
   * @param exporter its address: templates are known by it
   */
  read(octets: Uint8Array, exporter: string): CollectedRecord[] {
    const p = objectOf(exporterMessage(octets, exporter, this.#session));
    const views = p.layers().map((layer, i) => ({ name: layer.layerName, view: p.view(i) as View & Values }));
    const at = views.findIndex(({ name }) => name.startsWith('NetflowHeaderV') || name === 'SFlow');
    const head = views[at];
    if (head === undefined) {
      this.#notFlows++;
      return [];
    }
    this.#messages++;
    const sets = views.slice(at + 1);
    const records = head.name === 'SFlow' ? this.#sflow(head.view, sets, exporter) : this.#netflow(head, sets, exporter);
    this.#records += records.length;
    return records;
  }

  #sflow(head: Values, samples: readonly { name: string; view: View & Values }[], exporter: string): CollectedRecord[] {
    const domain = head['sub_agent_id'] as number;
    this.#sequences.saw(`${exporter} sflow ${domain}`, head['sequence_number'], 1);
    return sflowRecords(samples).map(({ kind, values }) => ({
      kind,
      exporter,
      protocol: 'sflow',
      version: head['version'],
      domain,
      time: undefined,
      template: undefined,
      first: undefined,
      last: undefined,
      values: { agent: head['agent_address'], ...values },
    }));
  }

  #netflow(
    head: { name: string; view: View & Values },
    sets: readonly { name: string; view: View & Values }[],
    exporter: string,
  ): CollectedRecord[] {
    const header = headerOf(head.name, head.view, exporter);
    const { version } = header;
    if (version < 9) {
      const records = [...(head.view['records'] as Iterable<object>)].filter((r) => !(r instanceof Uint8Array));
      if (version > 1) this.#sequences.saw(`${exporter} ${version} ${header.domain}`, head.view['flowSequence'], head.view['count']);
      return records.map((r) => recordOf(header, 'flow', undefined, fixedRecord(r)));
    }
    const records = sets.flatMap(({ name, view }) => {
      if (name.startsWith('NetflowOptionsFlowset')) this.#remember(header, view['templates']);
      return name === 'NetflowDataflowsetV9' ? this.#data(header, view) : [];
    });
    const who = `${exporter} ${version} ${header.domain}`;
    if (version === 9) this.#sequences.saw(who, head.view['packageSequence'], 1);
    else this.#sequences.saw(who, head.view['flowSequence'], records.filter(({ kind }) => kind !== 'unknown').length);
    return records;
  }

  #remember(header: Header, templates: Iterable<Values>): void {
    for (const { templateID } of templates as Iterable<{ templateID: number }>) {
      if (this.#options.size >= MOST_OPTIONS) this.#options.clear();
      this.#options.add(keyOf(header, templateID));
    }
  }

  #data(header: Header, { templateID, records }: Values): CollectedRecord[] {
    if (records instanceof Uint8Array) {
      this.#withoutTemplate++;
      return [recordOf(header, 'unknown', templateID, { octets: records })];
    }
    const kind = this.#options.has(keyOf(header, templateID)) ? 'options' : 'flow';
    return [...(records as Iterable<Values>)].filter((r) => !(r instanceof Uint8Array)).map((r) => recordOf(header, kind, templateID, r));
  }
}

const keyOf = ({ exporter, version, domain }: Header, template: number): string => `${exporter} ${version} ${domain} ${template}`;

function headerOf(name: string, view: Values, exporter: string): Header {
  const version = Number(name.slice('NetflowHeaderV'.length));
  if (version === 10)
    return { exporter, version, domain: view['ObservationDomainID'], sec: view['ExportTime'], nsec: 0, uptime: undefined };
  const domain = version === 9 ? view['SourceID'] : version === 5 ? view['engineType'] * 256 + view['engineID'] : undefined;
  return { exporter, version, domain, sec: view['unixSecs'], nsec: view['unixNanoSeconds'] ?? 0, uptime: view['sysUptime'] };
}

function recordOf(header: Header, kind: CollectedRecord['kind'], template: number | undefined, values: Values): CollectedRecord {
  const { exporter, version, domain, sec, nsec } = header;
  return {
    kind,
    exporter,
    protocol: version === 10 ? 'ipfix' : 'netflow',
    version,
    domain,
    time: epochText(sec, nsec),
    template,
    first: kind === 'flow' ? timeOf(values, 'Start', header) : undefined,
    last: kind === 'flow' ? timeOf(values, 'End', header) : undefined,
    values,
  };
}
