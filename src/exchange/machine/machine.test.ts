import { describe, expect, it } from 'vitest';
import { lab } from '../../lab/lab.ts';
import { driveMachine } from './drive-machine.ts';
import { machine } from './machine.ts';
import { machineDot } from './machine-dot.ts';
import { MachineRun } from './machine-run.ts';
import { machineSvg } from './machine-svg.ts';

/** The receiver's half of RFC 1350's stop-and-wait, small: asks for blocks until one is short. */
interface Memory {
  block: number;
  tries: number;
  text: string;
}
interface Block {
  readonly block: number;
  readonly data: string;
}
const receiver = machine<Memory, Block, string>()({
  name: 'receiver',
  source: 'RFC 1350 §2',
  start: 'WAITING',
  states: {
    WAITING: {
      enter: (memory, act) => act.send(`ACK ${memory.block}`),
      on: [
        {
          label: 'last block',
          when: ({ block, data }, memory) => block === memory.block + 1 && data.length < 4,
          do: ({ data }, memory) => (memory.text += data),
          to: 'DONE',
        },
        {
          label: 'block',
          when: ({ block }, memory) => block === memory.block + 1,
          do: ({ data }, memory) => {
            memory.text += data;
            memory.block++;
            memory.tries = 0;
          },
          to: 'WAITING',
        },
        { label: 'old block', do: (_, memory) => void memory.tries++ },
      ],
      after: [
        { label: 'nothing came', after: () => 1000, when: ({ tries }) => tries >= 2, to: 'FAILED' },
        { label: 'once more', after: () => 1000, do: (memory) => void memory.tries++, to: 'WAITING' },
      ],
      asked: { abort: { label: 'abort', do: (_, act) => act.send('ERROR'), to: 'FAILED' } },
    },
    DONE: { end: true, enter: (memory, act) => act.send(`ACK ${memory.block + 1}`) },
    FAILED: { end: true },
  },
});
const fresh = (): Memory => ({ block: 0, tries: 0, text: '' });

describe('a machine', () => {
  it('makes the first move that fits, and sends in order', () => {
    const run = new MachineRun(receiver, fresh(), 0);
    expect(run.takeOutputs()).toEqual(['ACK 0']);
    expect(run.receive({ block: 1, data: 'abcd' }, 10)).toBe(true);
    expect([run.state, run.wakeAt, run.takeOutputs()]).toEqual(['WAITING', 1010, ['ACK 1']]);
    // Neither left nor entered: the time goes on.
    run.receive({ block: 1, data: 'abcd' }, 500);
    expect([run.wakeAt, run.takeOutputs()]).toEqual([1010, []]);
    run.receive({ block: 2, data: 'ef' }, 600);
    expect([run.state, run.ended, run.takeOutputs(), run.memory.text]).toEqual(['DONE', true, ['ACK 2'], 'abcdef']);
    expect([run.receive({ block: 3, data: '' }, 700), run.wakeAt]).toEqual([false, undefined]);
  });

  it('tries again, and gives up', () => {
    const run = new MachineRun(receiver, fresh(), 0);
    const steps: string[] = [];
    run.onStep = ({ at, label, to }) => steps.push(`${at} ${label} ${to}`);
    run.tick(999);
    for (let at = run.wakeAt; at !== undefined; at = run.wakeAt) run.tick(at);
    expect(steps).toEqual(['1000 once more WAITING', '2000 once more WAITING', '3000 nothing came FAILED']);
    expect(run.takeOutputs()).toEqual(['ACK 0', 'ACK 0', 'ACK 0']);
  });

  it('does what it is asked, where that means something', () => {
    const run = new MachineRun(receiver, fresh(), 0);
    expect(() => run.ask('renew', 1)).toThrow('receiver: renew means nothing in WAITING');
    run.ask('abort', 1);
    expect([run.state, run.takeOutputs()]).toEqual(['FAILED', ['ACK 0', 'ERROR']]);
    expect(() => run.ask('toString', 1)).toThrow(/means nothing in FAILED/);
  });

  it('runs on the clock of a host, virtual time too', async () => {
    await using net = lab({ time: 'virtual', hosts: { a: { address: '192.0.2.1/24' } } });
    const { clock } = net.host('a');
    const sent: string[] = [];
    const began = clock.monotonic();
    const late = driveMachine(receiver, fresh(), { clock, send: (output) => void sent.push(output) });
    expect(await late.ended).toBe('FAILED');
    expect([clock.monotonic() - began, sent.length]).toEqual([3000, 3]);

    const slow: string[] = [];
    const send = async (output: string): Promise<void> => {
      await clock.sleep(5);
      slow.push(output);
    };
    const done = driveMachine(receiver, fresh(), { clock, send });
    done.deliver({ block: 1, data: 'abcd' });
    done.deliver({ block: 2, data: '' });
    expect([await done.ended, slow]).toEqual(['DONE', ['ACK 0', 'ACK 1', 'ACK 2']]);
    expect(done.deliver({ block: 3, data: '' })).toBe(false);
  });

  it('ends with its signal, and with what its steps throw', async () => {
    await using net = lab({ time: 'virtual', hosts: { a: { address: '192.0.2.1/24' } } });
    const { clock } = net.host('a');
    const stop = new AbortController();
    const stopped = driveMachine(receiver, fresh(), { clock, send: () => undefined, signal: stop.signal });
    stop.abort();
    expect(await stopped.ended).toBe('WAITING');
    const failing = driveMachine(receiver, fresh(), { clock, send: () => Promise.reject(new Error('down')) });
    await expect(failing.ended).rejects.toThrow('down');
    const throwing = driveMachine(receiver, fresh(), {
      clock,
      send: () => {
        throw new Error('gone');
      },
    });
    await expect(throwing.ended).rejects.toThrow('gone');
  });

  it('is refused with states that nothing leads to or out of', () => {
    const of =
      (states: object, start = 'A') =>
      () =>
        machine<object, object, object>()({ name: 'm', start, states: states as never });
    expect(of({ A: { end: true } }, 'B')).toThrow("m: start is 'B', which is no state");
    expect(of({ ALPHA: { on: [{ label: 'x', to: 'ALPHB' }] } }, 'ALPHA')).toThrow(/did you mean 'ALPHA'/);
    expect(of({ A: { end: true }, B: { end: true } })).toThrow('m: no way leads to B');
    expect(of({ A: { on: [{ label: 'x', to: 'A' }] } })).toThrow('m: no way leads out of A, which is no end');
    expect(of({ A: { end: true, on: [{ label: 'x', to: 'A' }] } })).toThrow('m: A is an end and has ways out');
  });

  it('says so where timers go round without time, and where a way has no label', () => {
    const at = (to: 'A' | 'B') => ({ after: [{ label: 'at once', after: () => 0, to }] });
    const circle = machine<object, never, never>()({ name: 'circle', start: 'A', states: { A: at('B'), B: at('A') } });
    expect(() => new MachineRun(circle, {}, 0).tick(0)).toThrow(/^circle: [AB]: at once: 10000 steps took no time$/);
    const nameless = { name: 'nameless', start: 'A', states: { A: { on: [{ to: 'B' }] }, B: { end: true } } };
    expect(() => machine<object, never, never>()(nameless as never)).toThrow('nameless: A: expected { label: text, … } in on');
  });

  it('draws itself', async () => {
    expect(machineDot(receiver)).toBe(String.raw`digraph "receiver" {
  node [shape=box, style=rounded];
  "WAITING" [style="rounded,bold"];
  "DONE" [peripheries=2];
  "FAILED" [peripheries=2];
  "WAITING" -> "DONE" [label="last block"];
  "WAITING" -> "WAITING" [label="block\nonce more"];
  "WAITING" -> "FAILED" [label="nothing came\n[abort]"];
}
`);
    const svg = await machineSvg(receiver);
    for (const text of ['WAITING', 'DONE', 'FAILED', 'last block', 'once more', '[abort]']) expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toMatch(/NaN|undefined/);
    expect(await machineSvg(receiver)).toBe(svg);
  });
});
