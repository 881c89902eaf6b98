/** What a collector has read. */

/** A record of a message, whatever version it was. Values that JSON has no word for (64 bits, octets) are as the packet's fields give them. */
export interface CollectedRecord {
  /** `flow`; `options`: what an exporter tells of itself; `sample`, `counters`: sFlow's; `unknown`: a data set whose template has not come. */
  readonly kind: 'flow' | 'options' | 'sample' | 'counters' | 'unknown';
  /** Address of the exporter. */
  readonly exporter: string;
  /** 1, 5, 7, 9; 10 is IPFIX. Of sFlow 5 with `protocol` `sflow`. */
  readonly protocol: 'netflow' | 'ipfix' | 'sflow';
  readonly version: number;
  /** Source id (9), observation domain (10), engine type × 256 + engine id (5), sub agent (sFlow). */
  readonly domain: number | undefined;
  /** Time in the message's header, in seconds since 1970 with nine digits; sFlow has none. */
  readonly time: string | undefined;
  /** Number of the template. */
  readonly template: number | undefined;
  /** First and last packet of a flow, where the record tells. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** By the names of IANA's information elements, also of versions 1 to 7; those of companies are `enterprise_NUMBER_ID`. Of sFlow by the names of the layer's fields. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What was read, and what was missed. */
export interface CollectStats {
  readonly messages: number;
  readonly records: number;
  /** Datagrams that are no message of a version that is known. */
  readonly notFlows: number;
  /** Data sets whose template had not come. */
  readonly withoutTemplate: number;
  /** What the numbers in headers say is missing: flows (5, 10), messages (9), datagrams (sFlow). */
  readonly lost: number;
  /** Exporters, domain by domain. */
  readonly exporters: number;
}
