/** Sets of templates, options and data in messages of NetFlow 9 and IPFIX. @see RFC 3954 §5, RFC 7011 §3 */
import { headerWriter } from '../../packet/in-bulk/header-writer.ts';
import {
  NetflowDataflowsetV9,
  NetflowFlowsetV10,
  NetflowFlowsetV9,
  NetflowOptionsFlowset10,
  NetflowOptionsFlowsetV9,
} from '../../protocols/application/netflow/sets.ts';
import { packet } from '../../protocols/protocols.ts';
import { type Direction, type Elements, elementsOf } from './elements.ts';
import type { checkMessageOptions } from './message-options.ts';

/** Numbers of templates: those below 256 are sets of templates themselves. */
const FIRST_ID = 256;
const OPTIONS_ID = 511;
const SET_HEAD = 4;
/** RFC 5477 §8.2.1, RFC 7014 §8.1.2: systematic, by count. */
const SYSTEMATIC_COUNT = 1;

interface Form {
  readonly id: number;
  readonly octets: number;
  readonly elements: readonly Elements[];
}

export class TemplateSets {
  readonly #version: 9 | 10;
  readonly #buffer: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #forms: readonly Form[];
  /** Template sets, and what is told of sampling, as they stand in a message. */
  readonly #told: Uint8Array;
  readonly #toldRecords: number;
  readonly #toldData: number;
  readonly #every: number;
  readonly #everyUs: number;
  readonly #setHead = headerWriter(NetflowDataflowsetV9(), ['templateID', 'length']);
  /** Messages since the templates were told; that many without end: never yet. */
  #since = Number.POSITIVE_INFINITY;
  #toldUs = 0;
  /** The set that is being written: its form and its place; -1: none. */
  #form: Form | undefined;
  #from = -1;
  #begun = false;
  /** Records in this message: all, and those of data. */
  records = 0;
  dataRecords = 0;

  constructor(o: ReturnType<typeof checkMessageOptions>, buffer: Uint8Array<ArrayBuffer>) {
    this.#version = o.version === 9 ? 9 : 10;
    this.#buffer = buffer;
    this.#view = new DataView(buffer.buffer);
    this.#every = o.templateEvery === 0 ? Number.POSITIVE_INFINITY : o.templateEvery;
    this.#everyUs = o.templateEvery === 0 ? Number.POSITIVE_INFINITY : o.templateMs * 1000;
    const times = this.#version === 9 ? 'uptime' : o.times;
    const kinds = [4, 6].flatMap((version) => (o.biflow ? [false, true] : [false]).map((both) => ({ version: version as 4 | 6, both })));
    this.#forms = kinds.map((kind, k) => {
      const elements = elementsOf({ ...kind, times, vlan: o.vlan, ether: o.ether });
      return { id: FIRST_ID + k, elements, octets: elements.reduce((sum, { octets }) => sum + octets, 0) };
    });
    const sampled = o.sampling > 1 ? samplingSets(this.#version, o.sampling, o.domain) : undefined;
    this.#told = Uint8Array.from([...templateSet(this.#version, this.#forms), ...(sampled ?? [])]);
    this.#toldRecords = this.#forms.length + (sampled === undefined ? 0 : 2);
    this.#toldData = sampled === undefined ? 0 : 1;
  }

  /** At the beginning of a message: templates, where it is time. Returns where records may stand. */
  begin(at: number, nowUs: number): number {
    if (this.#begun) return at;
    this.#begun = true;
    if (this.#since < this.#every && nowUs - this.#toldUs < this.#everyUs) return at;
    this.#since = 0;
    this.#toldUs = nowUs;
    this.#buffer.set(this.#told, at);
    this.records += this.#toldRecords;
    this.dataRecords += this.#toldData;
    return at + this.#told.length;
  }

  /** Writes a record; -1: there is no room for it, and nothing is changed. */
  write(d: Direction, at: number): number {
    const form = this.#formOf(d);
    const fresh = this.#form !== form;
    let to = fresh ? this.#filled(at) + SET_HEAD : at;
    // Behind it may stand up to 3 octets that fill the set up.
    if (to + form.octets + 3 > this.#buffer.length) return -1;
    if (fresh) {
      this.#close(at);
      this.#form = form;
      this.#from = to - SET_HEAD;
    }
    for (const { octets, write } of form.elements) {
      write(this.#view, this.#buffer, to, d);
      to += octets;
    }
    this.records++;
    this.dataRecords++;
    return to;
  }

  /** Ends the message's sets: returns where they end. */
  end(at: number): number {
    this.#close(at);
    const to = this.#filled(at);
    this.#form = undefined;
    return to;
  }

  /** The message has gone: the next begins. */
  next(): void {
    this.#begun = false;
    this.#since++;
    this.records = 0;
    this.dataRecords = 0;
  }

  #formOf({ version, back }: Direction): Form {
    const half = this.#forms.length / 2;
    return this.#forms[(version === 4 ? 0 : half) + (back === undefined ? 0 : 1)] as Form;
  }

  /** Where the set that is being written ends: at a multiple of 4 (RFC 3954 §5.3). */
  #filled(at: number): number {
    return this.#form === undefined ? at : at + ((this.#from - at) & 3);
  }

  /** Writes its head, and what fills it up. */
  #close(at: number): void {
    if (this.#form === undefined) return;
    const end = this.#filled(at);
    this.#buffer.fill(0, at, end);
    this.#setHead(this.#buffer, this.#from, this.#form.id, end - this.#from);
  }
}

const octetsOf = (...layers: unknown[]): Uint8Array => (packet as (...l: unknown[]) => { readonly bytes: Uint8Array })(...layers).bytes;

const fieldsOf = (elements: readonly Elements[]) => elements.flatMap(({ fields }) => fields);

function templateSet(version: 9 | 10, forms: readonly Form[]): Uint8Array {
  if (version === 9)
    return octetsOf(
      NetflowFlowsetV9({
        templates: forms.map(({ id, elements }) => ({
          templateID: id,
          template_fields: fieldsOf(elements).map(([fieldType, fieldLength]) => ({ fieldType, fieldLength })),
        })),
      }),
    );
  return octetsOf(
    NetflowFlowsetV10({
      templates: forms.map(({ id, elements }) => ({
        templateID: id,
        template_fields: fieldsOf(elements).map(([fieldType, fieldLength, enterpriseNumber]) =>
          enterpriseNumber === 0 ? { fieldType, fieldLength } : { enterpriseBit: true, fieldType, fieldLength, enterpriseNumber },
        ),
      })),
    }),
  );
}

/** That one in `n` packets was looked at: a template of options, and its record. */
function samplingSets(version: 9 | 10, n: number, domain: number): readonly number[] {
  const templateID = OPTIONS_ID;
  if (version === 9) {
    const template = octetsOf(
      NetflowOptionsFlowsetV9({
        templates: [
          {
            templateID,
            scopes: [{ scopeFieldType: 'System', scopeFieldlength: 4 }],
            options: [
              { fieldType: 'samplingInterval', fieldLength: 4 },
              { fieldType: 'samplingAlgorithm', fieldLength: 1 },
            ],
          },
        ],
        pad: new Uint8Array(2),
      }),
    );
    const records = Uint8Array.of(...four(domain), ...four(n), SYSTEMATIC_COUNT, 0, 0, 0);
    return [...template, ...octetsOf(NetflowDataflowsetV9({ templateID, records }))];
  }
  const template = octetsOf(
    NetflowOptionsFlowset10({
      templates: [
        {
          templateID,
          scope_field_count: 1,
          template_fields: [
            { fieldType: 'observationDomainId', fieldLength: 4 },
            { fieldType: 'selectorId', fieldLength: 4 },
            { fieldType: 'selectorAlgorithm', fieldLength: 2 },
            { fieldType: 'samplingPacketInterval', fieldLength: 4 },
            { fieldType: 'samplingPacketSpace', fieldLength: 4 },
          ],
        },
      ],
    }),
  );
  const records = Uint8Array.of(...four(domain), ...four(1), 0, SYSTEMATIC_COUNT, ...four(1), ...four(n - 1), 0, 0);
  return [...template, ...octetsOf(NetflowDataflowsetV9({ templateID, records }))];
}

const four = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
