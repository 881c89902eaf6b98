/** What is sent again, when, and how much of it, by script (RFC 5681, RFC 6582, RFC 6675, RFC 8985, RFC 2018, RFC 7323). */
import { describe, expect, it } from 'vitest';
import { scripted } from '../../../test/support/stack/scripted.ts';
import { stackPair } from '../../../test/support/stack/stack-pair.ts';
import { transfer } from '../../../test/support/stack/transfer.ts';

const OPEN = `
  listen
  < S seq 0 mss 1000
  > SA
  < A seq 1 ack 1
`;
const OPEN_SELECTIVE = `
  listen
  < S seq 0 mss 1000 sack
  > SA
  < A seq 1 ack 1
`;

describe('without selective acknowledgements', () => {
  it('sends a segment again after the third duplicate, and the next with each that acknowledges a part', () => {
    scripted(`${OPEN}
      write 8000
      > A seq 1
      > A seq 1001
      > A seq 2001
      > A seq 3001
      > A seq 4001
      > A seq 5001
      > A seq 6001
      > PA seq 7001
      < A seq 1 ack 1
      < A seq 1 ack 1
      > nothing
      < A seq 1 ack 1
      > PA seq 1 len 1000
      > nothing
      < A seq 1 ack 3001
      > PA seq 3001 len 1000
      > nothing
      < A seq 1 ack 8001
      > nothing
      +5000
      > nothing
    `);
  });

  it('takes a new window for none, and data for none', () => {
    scripted(`${OPEN}
      write 3000
      > A
      > A
      > PA
      < A seq 1 ack 1 win 10000
      < A seq 1 ack 1 win 20000
      < A seq 1 ack 1 win 30000
      < A seq 1 ack 1 win 40000
      > nothing
    `);
  });
});

describe('with selective acknowledgements', () => {
  it('sends again what is missing, and nothing that arrived', () => {
    scripted(
      `${OPEN_SELECTIVE}
      write 6000
      > A seq 1
      > A seq 1001
      > A seq 2001
      > A seq 3001
      > A seq 4001
      > PA seq 5001
      < A seq 1 ack 1 sack 1001-2001
      > nothing
      < A seq 1 ack 1 sack 1001-2001,3001-4001
      > nothing
      < A seq 1 ack 1 sack 1001-2001,3001-6001
      > PA seq 1 len 1000
      < A seq 1 ack 2001 sack 3001-6001
      > PA seq 2001 len 1000
      < A seq 1 ack 6001
      +5000
      > nothing
    `,
      { selective: true },
    );
  });

  /** Every round trip takes 100 ms. */
  const OPEN_FAR = `
      listen
      < S seq 0 mss 1000 sack
      > SA
      +100
      < A seq 1 ack 1
      write 1000
      > PA seq 1
      +100
      < A seq 1 ack 1001
  `;

  it('sends again what is late by a quarter of a round trip, though one segment alone arrived behind it (RFC 8985 §6.2)', () => {
    scripted(
      `${OPEN_FAR}
      write 2000
      > A seq 1001
      > PA seq 2001
      +100
      < A seq 1 ack 1001 sack 2001-3001
      +20
      > nothing
      +10
      > PA seq 1001 len 1000
      < A seq 1 ack 3001
      +5000
      > nothing
    `,
      { selective: true },
    );
  });

  it('waits as long, whatever arrived behind it, where segments were put out of order before', () => {
    const { t } = scripted(
      `${OPEN_FAR}
      write 2000
      > A seq 1001
      > PA seq 2001
      +100
      < A seq 1 ack 1001 sack 2001-3001
      +5
      < A seq 1 ack 3001
      write 6000
      > A seq 3001
      > A seq 4001
      > A seq 5001
      > A seq 6001
      > A seq 7001
      > PA seq 8001
      +100
      < A seq 1 ack 3001 sack 4001-5001
      < A seq 1 ack 3001 sack 4001-6001
      < A seq 1 ack 3001 sack 4001-7001
      < A seq 1 ack 3001 sack 4001-8001
      +20
      > nothing
      < A seq 1 ack 8001
      +5
      < A seq 1 ack 9001
      +5000
      > nothing
    `,
      { selective: true },
    );
    expect([t.resent, t.rack.isReordered]).toEqual([0, true]);
  });

  it('sends once more what was lost twice, as soon as what was sent later has arrived: no time-out (RFC 8985 §3)', () => {
    const { t } = scripted(
      `${OPEN_FAR}
      write 5000
      > A seq 1001
      > A seq 2001
      > A seq 3001
      > A seq 4001
      > PA seq 5001
      +100
      < A seq 1 ack 1001 sack 2001-5001
      > PA seq 1001 len 1000
      +1
      write 1000
      < A seq 1 ack 1001 sack 2001-6001
      > PA seq 6001
      +100
      < A seq 1 ack 1001 sack 2001-7001
      > PA seq 1001 len 1000
      < A seq 1 ack 7001
      +5000
      > nothing
    `,
      { selective: true },
    );
    expect(t.resent).toBe(2);
  });

  it.each([
    ['not taken', 1],
    ['taken', 2],
  ])('goes on behind the octet that asked about a closed window as it was %s', (_, ack) => {
    scripted(
      `${OPEN_SELECTIVE}
      < A seq 1 ack 1 win 0
      write 3000
      +250
      > PA seq 1 len 1
      < A seq 1 ack ${ack} win 50000
      > A seq ${ack} len 1000
      > A seq ${1000 + ack} len 1000
    `,
      { selective: true },
    );
  });

  it.each([
    ['that delay some frames more than others', { delayMs: 50, jitterMs: 10 }, 1500],
    ['that hold some frames back', { delayMs: 10, reorder: 0.02, reorderMs: 5 }, 500],
  ])('is as fast on lines %s: nothing was lost (RFC 8985, RFC 4015)', (_, line, mostMs) => {
    for (const seed of [1, 2, 3]) {
      const { isDone, wrongAt, ms, client } = transfer(stackPair({ seed, line }), { up: 3e6 });
      expect([isDone, wrongAt]).toEqual([true, -1]);
      // By count alone it took 27 and 4 seconds; without jitter it takes 850 and 210 ms.
      expect(ms).toBeLessThan(mostMs);
      expect(client.resent).toBeLessThan(30);
    }
  });

  it('tells what came ahead of its turn, the latest first', () => {
    scripted(
      `${OPEN_SELECTIVE}
      < A seq 1001 ack 1 len 1000
      > A ack 1 sack 1001-2001
      < A seq 3001 ack 1 len 1000
      > A ack 1 sack 3001-4001,1001-2001
      < A seq 2001 ack 1 len 1000
      > A ack 1 sack 1001-4001
      < A seq 1 ack 1 len 1000
      > A ack 4001 sack
    `.replace('ack 4001 sack', 'ack 4001'),
      { selective: true },
    );
  });

  it('keeps, after a time-out, what arrived out of what is sent again', () => {
    scripted(
      `${OPEN_SELECTIVE}
      write 3000
      > A seq 1
      > A seq 1001
      > PA seq 2001
      < A seq 1 ack 1 sack 1001-2001
      +10
      > PA seq 1 len 1000
      +250
      > PA seq 1 len 1000
      < A seq 1 ack 2001
      > PA seq 2001 len 1000
      < A seq 1 ack 3001
      +5000
      > nothing
    `,
      { selective: true },
    );
  });

  it('believes nothing of what was never sent', () => {
    const { t } = scripted(
      `${OPEN_SELECTIVE}
      write 1000
      > PA
      < A seq 1 ack 1 sack 5001-9001
      < A seq 1 ack 1 sack 501-400
    `,
      { selective: true },
    );
    expect([t.scoreboard.octets, t.recovery]).toEqual([0, 'none']);
  });
});

describe('with time stamps', () => {
  const OPEN_STAMPED = `
    listen
    < S seq 0 mss 1000 ts 100,0
    > SA
    < A seq 1 ack 1 ts 101,0
  `;

  it('PAWS: takes a segment with an older stamp for one of before, and says where it is', () => {
    const { read } = scripted(
      `${OPEN_STAMPED}
      < PA seq 1 ack 1 len 10 ts 50,0
      > A ack 1
      read
      < PA seq 1 ack 1 len 10 ts 102,0
      +50
      > A ack 11
      read
    `,
      { timestamps: true },
    );
    expect(read.length).toBe(10);
  });

  it('echoes the stamp of what was next in turn, not of what came ahead', () => {
    scripted(
      `${OPEN_STAMPED}
      < A seq 1001 ack 1 len 1000 ts 120,0
      > A ack 1
      < A seq 1 ack 1 len 1000 ts 130,0
      > A ack 2001
    `,
      { timestamps: true },
    );
  });

  it('leaves room for them in its segments', () => {
    scripted(
      `${OPEN_STAMPED}
      write 3000
      > A len 988
    `,
      { timestamps: true },
    );
  });
});

it('slow start begins with ten segments, and grows by what is acknowledged (RFC 6928, RFC 5681)', () => {
  const { t } = scripted(`
    listen
    < S seq 0 mss 1460
    > SA
    < A seq 1 ack 1
    write 100000
  `);
  expect(t.inFlight).toBe(14_600);
});

it('begins with one segment where the SYN had to be sent again (RFC 5681 §3.1)', () => {
  const { t } = scripted(`
    connect
    > S
    +1001
    > S
    < SA seq 0 ack 1 mss 1000
    > A
    write 20000
  `);
  expect(t.inFlight).toBe(1000);
});
