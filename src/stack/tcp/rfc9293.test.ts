/** What RFC 9293 requires and a peer can see, by the numbers of its requirements (appendix B). */
import { describe, expect, it } from 'vitest';
import { scripted } from '../../../test/support/stack/scripted.ts';

const OPEN = `
  listen
  < S seq 0 mss 1000
  > SA seq 0 ack 1
  < A seq 1 ack 1
  state ESTABLISHED
`;

describe('RFC 9293', () => {
  it('MUST-1: a window above 32,767 is no negative one', () => {
    scripted(`
      listen
      < S seq 0 mss 30000 win 60000
      > SA
      < A seq 1 ack 1 win 60000
      write 1400
      > PA seq 1 len 1400
    `);
  });

  it('MUST-2, MUST-3: a segment with a wrong checksum is nobody’s', () => {
    scripted(`${OPEN}
      < PA seq 1 ack 1 len 10 bad
      > nothing
      < PA seq 1 ack 1 len 10
      +50
      > A seq 1 ack 11
    `);
  });

  it('MUST-4, MUST-14, MUST-16: the size of segments is told, and kept', () => {
    scripted(`
      listen
      < S seq 0 mss 700
      > SA mss 1460
      < A seq 1 ack 1
      write 1500
      > A len 700
      > A len 700
      > nothing
      < A seq 1 ack 1401
      > PA len 100
    `);
  });

  it('MUST-15: without a word segments have 536 octets', () => {
    scripted(`
      listen
      < S seq 0
      > SA
      < A seq 1 ack 1
      write 600
      > A len 536
    `);
  });

  it('MUST-5: options in any segment; MUST-6: unknown ones are passed over; MUST-64: wherever they stand', () => {
    scripted(`
      listen
      < S seq 0 raw fd0611223344010102040320fe040000
      > SA
      < A seq 1 ack 1 raw fe04abcd
      write 900
      > A len 800
    `);
  });

  it('MUST-7: options whose length cannot be end the reading, not the connection', () => {
    scripted(`
      listen
      < S seq 0 raw 02040400fd000000
      > SA
      < A seq 1 ack 1 raw 05ff0000
      state ESTABLISHED
    `);
  });

  it('MUST-8, MUST-9: numbers begin by a clock and by what only we know', () => {
    const first = scripted('connect\n > S').t.iss;
    const later = scripted('+1000\n connect\n > S').t.iss;
    const other = scripted('connect\n > S', { iss: 5 }).t.iss;
    // 250 ticks a millisecond.
    expect([(later - first) >>> 0, other]).toEqual([250_000, 5]);
  });

  it('MUST-10: both begin at once', () => {
    scripted(`
      connect
      > S seq 0
      < S seq 0 mss 1000
      > SA seq 0 ack 1
      state SYN-RECEIVED
      < SA seq 0 ack 1
      > A ack 1
      < A seq 1 ack 1
      state ESTABLISHED
    `);
  });

  it('MUST-11: a reset in SYN-RECEIVED leads back to listening, or tells who connects', () => {
    const passive = scripted(`
      listen
      < S seq 0
      > SA
      < R seq 1
      > nothing
      < S seq 0
      > SA
    `);
    expect(passive.errors).toEqual([]);
    const active = scripted(`
      connect
      > S
      < S seq 0
      > SA
      < R seq 1
    `);
    expect(active.errors).toEqual(['ERR_REFUSED']);
  });

  it('MUST-12: a close and a reset are told apart', () => {
    const closed = scripted(`${OPEN}
      < FA seq 1 ack 1
      > A ack 2
      state CLOSE-WAIT
      finish
      > FA seq 1 ack 2
      state LAST-ACK
      < A seq 2 ack 2
      state CLOSED
    `);
    const reset = scripted(`${OPEN}
      < R seq 1
      state CLOSED
    `);
    expect([closed.errors, reset.errors]).toEqual([['closed'], ['ERR_CLOSED']]);
  });

  it('MUST-13: who closes first waits twice the longest life of a segment', () => {
    scripted(`${OPEN}
      finish
      > FA seq 1 ack 1
      state FIN-WAIT-1
      < A seq 1 ack 2
      state FIN-WAIT-2
      < FA seq 1 ack 2
      > A seq 2 ack 2
      state TIME-WAIT
      +50000
      < FA seq 1 ack 2
      > A ack 2
      +50000
      state TIME-WAIT
      +11000
      state CLOSED
    `);
  });

  it('both close at once (§3.5, figure 13)', () => {
    scripted(`${OPEN}
      finish
      > FA seq 1 ack 1
      < FA seq 1 ack 1
      > A seq 2 ack 2
      state CLOSING
      < A seq 2 ack 2
      state TIME-WAIT
    `);
  });

  it('MUST-17: small segments wait for each other, unless it is said otherwise', () => {
    scripted(`${OPEN}
      write 10
      > PA len 10
      write 10
      > nothing
      < A seq 1 ack 11
      > PA len 10
    `);
    scripted(
      `${OPEN}
      write 10
      > PA len 10
      write 10
      > PA len 10
    `,
      { noDelay: true },
    );
  });

  it('MUST-18, MUST-19: what is not acknowledged is sent again, each time later', () => {
    scripted(`${OPEN}
      write 10
      > PA seq 1 len 10
      +199
      > nothing
      +2
      > PA seq 1 len 10
      +398
      > nothing
      +2
      > PA seq 1 len 10
      +801
      > PA seq 1 len 10
    `);
  });

  it('MUST-20, MUST-21: it is given up after a time that can be set', () => {
    const done = scripted(
      `${OPEN}
      write 10
      > PA
      +120000
      state CLOSED
    `,
      { timeoutMs: 100_000 },
    );
    expect(done.errors).toEqual(['ERR_TIMEOUT']);
  });

  it('MUST-22, MUST-23: a SYN is sent again, for three minutes at least', () => {
    const done = scripted(`
      connect
      > S
      +1001
      > S
      +2000
      > S
      +174000
      state SYN-SENT
      +70000
      state CLOSED
    `);
    expect(done.errors).toEqual(['ERR_TIMEOUT']);
  });

  it('MUST-24 to MUST-29: nobody is asked whether he is there, unless it is wished; one lost answer is not the end', () => {
    scripted(`${OPEN}
      +7300000
      > nothing
    `);
    const done = scripted(
      `${OPEN}
      +7200001
      > A seq 0 len 0
      < A seq 1 ack 1
      +7200001
      > A seq 0
      +1001
      > A seq 0
      +1001
      > A seq 0
      +1001
      state CLOSED
    `,
      { keepAliveMs: 7_200_000, keepAliveIntervalMs: 1000, keepAliveProbes: 3 },
    );
    expect(done.errors).toEqual(['ERR_TIMEOUT']);
  });

  it('MUST-30, MUST-31, MUST-62: urgent octets come in their turn, however many; the pointer may be beyond what is here', () => {
    const { read, t } = scripted(`${OPEN}
      < PAU seq 1 ack 1 len 10 urg 10
      < PAU seq 11 ack 1 len 10 urg 50000
      < A seq 21 ack 1 len 10
      read
      +50
      > A ack 31
      state ESTABLISHED
    `);
    expect(read).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(t.hasUrgent).toBe(true);
  });

  it('MUST-34: a window that shrinks ends nothing', () => {
    scripted(`${OPEN}
      write 5000
      > A len 1000
      > A len 1000
      > A len 1000
      > A len 1000
      > PA len 1000
      < A seq 1 ack 1001 win 1000
      < A seq 1 ack 2001 win 5000
      state ESTABLISHED
    `);
  });

  it('MUST-35, MUST-36, MUST-37: a closed window is asked about, as long as there are answers', () => {
    const done = scripted(
      `${OPEN}
      < A seq 1 ack 1 win 0
      write 100
      > nothing
      +1100
      > PA seq 1 len 1
      < A seq 1 ack 1 win 0
      +1000
      > PA seq 1 len 1
      < A seq 1 ack 1 win 0
      +60000
      < A seq 1 ack 1 win 0
      +60000
      < A seq 1 ack 1 win 0
      +60000
      state ESTABLISHED
      +240000
      state CLOSED
    `,
      { timeoutMs: 100_000 },
    );
    expect(done.errors).toEqual(['ERR_TIMEOUT']);
  });

  it('MUST-38: the window opens by a good step only', () => {
    scripted(
      `
      listen
      < S seq 0 mss 1000
      > SA win 2000
      < A seq 1 ack 1
      < PA seq 1 ack 1 len 1000
      < PA seq 1001 ack 1 len 1000
      > A ack 2001 win 0
      read 100
      > nothing
      read 1900
      > A ack 2001 win 2000
    `,
      { receiveBuffer: 2000 },
    );
  });

  it('MUST-40: an acknowledgement is late by less than half a second; SHLD-19: of every second segment at once', () => {
    scripted(`${OPEN}
      < A seq 1 ack 1 len 1000
      > nothing
      +45
      > A ack 1001
      < A seq 1001 ack 1 len 1000
      < A seq 2001 ack 1 len 1000
      > A ack 3001
    `);
  });

  it('MUST-41, MUST-42: who listens disturbs no connection, and several connect to one port', () => {
    scripted(`${OPEN}
      < S seq 0 mss 1000 sport 5001
      > SA
      < A seq 1 ack 1 len 5
      +50
      > A ack 6
    `);
  });

  it('MUST-43, MUST-45: all segments come from the address that the first one came to', () => {
    scripted(`
      listen
      < S seq 0 mss 1000 dst 10.0.0.5
      > SA from 10.0.0.5
      < A seq 1 ack 1 dst 10.0.0.5
      write 100
      > PA len 100 from 10.0.0.5
      < A seq 1 ack 101
      > R from 10.0.0.1
      state ESTABLISHED
      +1100
      > PA len 100 from 10.0.0.5
    `);
  });

  it('MUST-44: without a word the address is the one on the way', () => {
    scripted(`
      connect
      > S from 10.0.0.1
    `);
  });

  it('MUST-48, MUST-49: the traffic class and the TTL can be set', () => {
    scripted(
      `
      listen
      < S seq 0 mss 1000
      > SA ttl 9 tos 184
      < A seq 1 ack 1
      write 10
      > PA ttl 9 tos 184
    `,
      { hopLimit: 9, trafficClass: 184 },
    );
    expect(() => scripted('listen', { hopLimit: 0 })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
  });

  it('MUST-50: IP options that it does not know change nothing', () => {
    scripted(`
      listen
      < S seq 0 mss 1000 ipopt 9e041234
      > SA ack 1
      < PA seq 1 ack 1 len 10 ipopt 0101010194040000
      +50
      > A ack 11
    `);
  });

  it('MUST-54, MUST-56: what a router says of a segment that is under way may pass: the connection stays', () => {
    for (const [type, code] of [
      [3, 0],
      [3, 1],
      [3, 5],
      [11, 0],
      [11, 1],
      [12, 0],
      // Source quench: MUST-55, nobody listens to it.
      [4, 0],
      // Hard errors end no open connection either (RFC 5461).
      [3, 2],
      [3, 3],
    ])
      scripted(`${OPEN}
        write 10
        > PA seq 1 len 10
        < icmp ${type} ${code} 1
        > nothing
        state ESTABLISHED
        < A seq 1 ack 11
        state ESTABLISHED
      `);
  });

  it('MUST-46, MUST-57, MUST-63: from and to groups nothing is answered', () => {
    scripted(`
      listen
      < S seq 0 src 224.0.0.1
      > nothing
      < S seq 0 src 255.255.255.255
      > nothing
    `);
  });

  it('MUST-58, MUST-59: what came together is acknowledged once', () => {
    scripted(`${OPEN}
      < A seq 1001 ack 1 len 1000
      > A ack 1
      < A seq 1 ack 1 len 1000
      > A ack 2001
      > nothing
    `);
  });

  it('MUST-60: what is written last is pushed', () => {
    scripted(`${OPEN}
      write 1500
      > A len 1000
      > nothing
      < A seq 1 ack 1001
      > PA len 500
    `);
  });

  it('MUST-65: sizes are told in SYNs alone', () => {
    scripted(`${OPEN}
      < A seq 1 ack 1 mss 100
      write 1000
      > PA len 1000 no-mss
    `);
  });

  it('acknowledges in a place that a closed window takes, whatever was sent to ask about it (§3.10.7.4: SEG.SEQ = RCV.NXT)', () => {
    scripted(`
      listen
      < S seq 0 mss 1000
      > SA
      < A seq 1 ack 1 win 0
      write 1000
      > nothing
      +250
      > PA seq 1 len 1
      < A seq 1 ack 1 win 0
      < PA seq 1 ack 1 len 10 win 0
      +50
      > A seq 1 ack 11 len 0
    `);
  });

  it('MUST-66: with a closed window resets are heard, and acknowledgements', () => {
    scripted(
      `
      listen
      < S seq 0 mss 1000
      > SA win 1000
      < A seq 1 ack 1
      write 10
      > PA len 10
      < PA seq 1 ack 1 len 1000
      +45
      > A ack 1001 win 0
      < A seq 1001 ack 11
      < R seq 1001
      state CLOSED
    `,
      { receiveBuffer: 1000 },
    );
  });

  it('MUST-68, MUST-69: options are padded with zeros', () => {
    scripted(`
      connect
      > S mss 1460 no-scale no-sack no-ts
    `);
  });

  it('answers what belongs to no connection with a reset (§3.5.2)', () => {
    scripted(`
      < A seq 100 ack 7
      > R exactly 7
      < S seq 100 len 5
      > RA exactly 0 ack 106
      < R seq 100
      > nothing
    `);
  });

  it('resets what comes for nobody who reads any more (§3.6.1)', () => {
    scripted(`${OPEN}
      leave
      > FA seq 1
      < A seq 1 ack 2
      state FIN-WAIT-2
      < PA seq 1 ack 2 len 10
      > R seq 2
      state CLOSED
    `);
  });
});

describe('RFC 5961', () => {
  it('challenges a reset and a SYN that only guess', () => {
    scripted(`${OPEN}
      < R seq 100
      > A seq 1 ack 1
      state ESTABLISHED
      +600
      < S seq 1
      > A seq 1 ack 1
      state ESTABLISHED
      +600
      < A seq 1 ack 90000
      > A seq 1 ack 1
      state ESTABLISHED
    `);
  });

  it('challenges not too often', () => {
    scripted(`${OPEN}
      < R seq 100
      > A
      < R seq 101
      < R seq 102
      < S seq 50
      > nothing
    `);
  });
});
