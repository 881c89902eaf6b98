/** HPACK's table: the examples of RFC 7541, and connections that a session follows. */
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { Session } from '../../../packet/object/session.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { type DynamicTable, readBlock } from './hpack.ts';
import { H2Frame, H2Preface } from './http2.ts';

/** RFC 7541 appendix C.4.1 to C.4.3: three requests of one connection. */
const requests = ['828684418cf1e3c2e5f23a6ba0ab90f4ff', '828684be5886a8eb10649cbf', '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf'];
/** Appendix C.6.1 to C.6.3: three responses, with a table of 256 octets. */
const responses = [
  '488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3',
  '4883640effc1c0bf',
  '88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb529' +
    '1f9587316065c003ed4ee5b1063d5007',
];

describe("HPACK's table", () => {
  const read = (blocks: readonly string[], most: number) => {
    const table: DynamicTable = { entries: [], most };
    const headers = blocks.map((hex) => readBlock(fromHex(hex), 0, hex.length / 2, table).headers);
    return { table, headers };
  };

  it('is as RFC 7541 appendix C.4 has it', () => {
    const { table, headers } = read(requests, 4096);
    expect(headers[1]?.slice(3)).toEqual([
      [':authority', 'www.example.com'],
      ['cache-control', 'no-cache'],
    ]);
    expect(headers[2]?.slice(2)).toEqual([
      [':path', '/index.html'],
      [':authority', 'www.example.com'],
      ['custom-key', 'custom-value'],
    ]);
    expect(table.entries).toEqual([
      ['custom-key', 'custom-value'],
      ['cache-control', 'no-cache'],
      [':authority', 'www.example.com'],
    ]);
  });

  it('forgets the oldest, as in appendix C.6', () => {
    const { table, headers } = read(responses, 256);
    expect(headers[1]).toEqual([
      [':status', '307'],
      ['cache-control', 'private'],
      ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'],
      ['location', 'https://www.example.com'],
    ]);
    expect(headers[2]?.[2]).toEqual(['date', 'Mon, 21 Oct 2013 20:13:22 GMT']);
    expect(table.entries.map(([name]) => name)).toEqual(['set-cookie', 'content-encoding', 'date']);
    // A size of 0 empties it (§6.3).
    const emptied: DynamicTable = { entries: table.entries, most: 256 };
    readBlock(fromHex('20'), 0, 1, emptied);
    expect(emptied).toEqual({ entries: [], most: 0 });
  });

  it('says where a block was not understood', () => {
    expect(readBlock(fromHex('be'), 0, 1, { entries: [], most: 256 })).toEqual({ headers: [], isWhole: false });
    expect(readBlock(fromHex('80'), 0, 1)).toEqual({ headers: [], isWhole: false });
    expect(readBlock(fromHex('0005'), 0, 2).isWhole).toBe(false);
  });
});

describe('a session', () => {
  const frame = (block: string, type = 1, flags = 4) => H2Frame({ type, flags, stream_id: 1, body: fromHex(block) as never });
  const segment = (seq: number, ...layers: readonly unknown[]) =>
    packet(...([IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 40_000, dport: 80, seq, flags: 'PA' }), ...layers] as never[]))
      .bytes;
  const values = (octets: Uint8Array, session: Session): unknown =>
    columnOf(dissect(octets, IP, { session }), H2Frame, 'http2.header.value', { b: octets, start: 40, end: octets.length });
  const begun = (): Session => {
    const session = new Session();
    dissect(segment(1, H2Preface(), H2Frame()), IP, { session });
    return session;
  };
  const first = segment(100, frame(requests[0] as string)),
    second = segment(200, frame(requests[1] as string));

  it('reads headers by those before them', () => {
    let session = begun();
    expect(values(first, session)).toEqual(['GET', 'http', '/', 'www.example.com']);
    session = Session.from(JSON.parse(JSON.stringify(session)), protocols);
    expect(values(second, session)).toEqual(['GET', 'http', '/', 'www.example.com', 'no-cache']);
    const p = dissect(segment(300, frame(requests[2] as string)), IP, { session });
    expect(columnOf(p, H2Frame, 'http2.headers.path', { b: p.bytes, start: 40, end: p.bytes.length })).toEqual(['/index.html']);
  });

  it('joins a block that goes on in other frames', () => {
    const session = begun();
    values(first, session);
    const [start, rest] = [(requests[1] as string).slice(0, 10), (requests[1] as string).slice(10)];
    values(segment(200, frame(start, 1, 0)), session);
    expect(values(segment(300, frame(rest, 9)), session)).toEqual(['GET', 'http', '/', 'www.example.com', 'no-cache']);
  });

  it('is not misled by a segment that comes again, nor by a connection that it did not see begin', () => {
    const session = begun();
    values(first, session);
    values(second, session);
    values(second, session);
    expect(values(segment(300, frame(requests[2] as string)), session)).toContain('custom-value');
    // As far as the frame itself tells.
    expect(values(second, new Session())).toEqual(['GET', 'http', '/', 'no-cache']);
  });

  it('knows nothing more behind what it could not read', () => {
    const session = begun();
    // A part of a block that nothing began.
    values(segment(100, frame('8286', 9)), session);
    values(first, session);
    expect(values(segment(300, frame(requests[1] as string)), session)).toEqual(['GET', 'http', '/', 'no-cache']);
  });
});
