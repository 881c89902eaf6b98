// What tshark says of TLS when it joins segments, where that is more than what it says of each alone.
import { protocolsOf } from './tshark.mjs';

/** Fields that `asJoined` needs: the conversation, and the packets that were joined. */
export const STREAM = 'tcp.stream',
  PARTS = 'tcp.segment';

const VERSION = 'tls.record.version',
  SSL2 = '0x0002';

/** Conversations that have a record of SSL 2.0. @param {readonly ReadonlyMap<string, string>[]} rows */
const ofSsl2 = (rows) => new Set(rows.filter((row) => row.get(VERSION)?.split('\x02').includes(SSL2)).map((row) => row.get(STREAM)));

/**
 * The rows by two of our rules (docs/conformance.md): a segment that is joined to a record of TLS is TLS; and in a conversation that tshark
 * takes for SSL 2.0 by the first octets of a segment within a record, but not when it joins segments, whole records are as it then reads them.
 *
 * @param {readonly ReadonlyMap<string, string>[]} alone every segment on its own
 * @param {readonly ReadonlyMap<string, string>[]} joined
 */
export function asJoined(alone, joined) {
  const parts = new Set(
    joined
      .filter((row) => protocolsOf(row.get('frame.protocols')).includes('tls'))
      .flatMap((row) => (row.get(PARTS) ?? '').split('\x02').map(Number)),
  );
  const doubtful = ofSsl2(alone),
    sure = ofSsl2(joined);
  return alone.map((row, i) => {
    const chain = row.get('frame.protocols') ?? '',
      stream = row.get(STREAM),
      other = joined[i];
    if (parts.has(i + 1))
      return /:tcp(:data)?$/.test(chain) ? new Map([...row, ['frame.protocols', `${chain.replace(/:data$/, '')}:tls`]]) : row;
    return other !== undefined && doubtful.has(stream) && !sure.has(stream) ? other : row;
  });
}
