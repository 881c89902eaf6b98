/** Parquet tables of flows and records, read back by hyparquet, which is a reader of its own. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder } from '../support/flows/by-tuple.ts';
import { runCli } from '../support/run-cli.ts';

const CAPTURE = join(import.meta.dirname, '../fixtures/captures/OISF+suricata-verify/tests/nfs3-01/input.pcap');

interface Reading {
  readonly parquetReadObjects: (o: { file: unknown }) => Promise<Record<string, unknown>[]>;
  readonly asyncBufferFromFile: (path: string) => Promise<unknown>;
}

/** The packages are an option of the user's: nothing is said of them where they are not installed. */
async function installed(): Promise<Reading | undefined> {
  const [reader, writer]: readonly string[] = ['hyparquet', 'hyparquet-writer'];
  try {
    await import(writer as string);
    return (await import(reader as string)) as Reading;
  } catch {
    return undefined;
  }
}

const hyparquet = await installed();

if (hyparquet !== undefined)
  describe('a Parquet table', () => {
    const rowsOf = async (path: string): Promise<Record<string, unknown>[]> => {
      const { parquetReadObjects, asyncBufferFromFile } = hyparquet as Reading;
      return await parquetReadObjects({ file: await asyncBufferFromFile(path) });
    };
    const linesOf = (text: string): any[] => text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
    const ms = (seconds: string): number => Math.floor(Number(seconds) * 1000);

    it('of flows has what the lines of JSON have', async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'flows.parquet');
        expect((await runCli(['flows', '-r', CAPTURE, '-w', path])).err).toMatch(/^\d+ flows: \d+ packets/);
        const lines = linesOf((await runCli(['flows', '-r', CAPTURE, '--json'])).out);
        expect(lines.length).toBeGreaterThan(3);
        const plain = (rows: Record<string, unknown>[]) =>
          rows.map((row) =>
            [
              row['src'],
              row['sport'],
              row['dst'],
              row['dport'],
              row['packets'],
              row['back_octets'],
              row['tcp_flags'],
              (row['first'] as Date).getTime(),
            ].join(),
          );
        const expected = lines.map((f) =>
          [
            f.src,
            f.sport ?? 0,
            f.dst,
            f.dport ?? f.icmpType * 256 + f.icmpCode,
            f.packets,
            f.back?.octets ?? 0,
            f.tcpFlags ?? '',
            Math.min(ms(f.first), f.back === undefined ? Infinity : ms(f.back.first)),
          ].join(),
        );
        expect(plain(await rowsOf(path)).sort()).toEqual(expected.sort());
      });
    });

    it('of collected records has theirs', async () => {
      await inFolder(async (folder) => {
        const [capture, path] = [join(folder, 'v9.pcap'), join(folder, 'records.parquet')];
        await runCli(['flows', '-r', CAPTURE, '-v', '9', '-w', capture]);
        await runCli(['collect', '-r', capture, '-w', path]);
        const lines = linesOf((await runCli(['collect', '-r', capture])).out);
        const rows = await rowsOf(path);
        expect(rows.length).toBeGreaterThan(3);
        expect(
          rows.map((row) => [
            row['kind'],
            row['version'],
            row['src'],
            row['dport'],
            Number(row['octets']),
            (row['first'] as Date).getTime(),
          ]),
        ).toEqual(
          lines.map(({ kind, version, values, first }) => [
            kind,
            version,
            values.sourceIPv4Address ?? values.sourceIPv6Address,
            values.destinationTransportPort,
            values.octetDeltaCount,
            ms(first),
          ]),
        );
        expect(rows.map((row) => (typeof row['values'] === 'string' ? JSON.parse(row['values']) : row['values']))).toEqual(
          lines.map(({ values }) => values),
        );
      });
    });
  });

if (hyparquet === undefined)
  describe('without hyparquet-writer', () => {
    it('says what to install', async () => {
      const { err, status } = await runCli(['flows', '-r', CAPTURE, '-w', '/tmp/x.parquet']);
      expect([status, err]).toEqual([1, expect.stringContaining('npm install hyparquet-writer')]);
    });
  });
