/** All frames of a lab in one capture: an interface for each segment, in the order of time. */
import { openPcapngWriter } from '../../../capture/node/write-capture.ts';
import { option } from '../../../capture/pcapng/options.ts';
import type { InterfaceInfo } from '../../../capture/batch.ts';
import type { Lab } from '../../../lab/lab.ts';
import type { LabCapture } from '../../../lab/lab-capture.ts';
import type { Packet } from '../../../packet/laid/packet.ts';

export class LabRecording {
  readonly #captures: readonly LabCapture[];
  readonly #path: string;
  readonly #comment: string;

  /** @param comment stands in the file's section */
  constructor(net: Lab, path: string, comment: string) {
    this.#captures = net.segments.map((name) => net.capture(name));
    this.#path = path;
    this.#comment = comment;
  }

  /** Ends it, and writes the file. */
  async save(): Promise<void> {
    const all: { readonly p: Packet; readonly info: InterfaceInfo }[] = [];
    for (const capture of this.#captures) {
      capture.stop();
      for await (const p of capture.packets()) all.push({ p, info: capture.interfaces[0] as InterfaceInfo });
    }
    all.sort(({ p: a }, { p: b }) => (a.meta.sec ?? 0) - (b.meta.sec ?? 0) || (a.meta.nsec ?? 0) - (b.meta.nsec ?? 0));
    const writer = await openPcapngWriter(this.#path, { section: [option('comment', this.#comment)] });
    try {
      const numbers = new Map<InterfaceInfo, number>();
      for (const capture of this.#captures)
        for (const info of capture.interfaces) numbers.set(info, (await writer.addInterface(info)) as number);
      for (const { p, info } of all)
        await writer.write({ octets: p.bytes, sec: p.meta.sec ?? 0, nsec: p.meta.nsec ?? 0, iface: numbers.get(info) });
    } finally {
      await writer.close();
    }
  }
}
