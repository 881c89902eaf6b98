/** The student's kernel, as far as TCP goes: it resets what it has no socket for, unless a guard holds that back. */
import { answeringMachine } from '../../../exchange/answering/answering-machine.ts';
import type { GuardRequest, Undo } from '../../../host/host.ts';
import type { LabHost } from '../../../lab/lab-host.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';

/** Lets `guard` work on a host of the lab: resets from guarded ports do not leave. */
export function withGuard(host: LabHost): LabHost {
  const guarded = new Set<GuardRequest>();
  const i = host.machines.findIndex(({ name }) => name === 'TCP SYN');
  const kernel = host.machines[i];
  if (kernel === undefined) return host;
  host.machines[i] = answeringMachine({
    name: 'kernel',
    isRequest: (received) => received.has(TCP),
    makeReply: (received) => {
      const port = received.get(TCP)?.dport;
      return [...guarded].some(({ protocol, localPort }) => protocol === 'tcp' && localPort === port) ? undefined : kernel.answer(received);
    },
  });
  const guard = async (request: GuardRequest): Promise<Undo> => {
    guarded.add(request);
    const undo = async (): Promise<void> => void guarded.delete(request);
    return { what: `the guard of port ${request.localPort}`, undo, [Symbol.asyncDispose]: undo };
  };
  // Of all that an administrator may change, this is what the lab has.
  Object.defineProperty(host, 'admin', { value: { guard } });
  return host;
}
