/** Where `pkw collect` puts what it collects. */
import type { CollectedRecord } from '../../../flows/reader/collected.ts';
import type { Datagram } from '../../../host/host.ts';

/** Takes messages and what was read in them. False: nobody reads any more. */
export interface CollectOutput {
  take(datagram: Datagram, records: readonly CollectedRecord[]): Promise<boolean>;
  close(): Promise<void>;
}
