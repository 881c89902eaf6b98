/** The student's kernel resets what it has no socket for, unless a guard holds that back. */
import type { GuardRequest, Undo } from '../../../host/host.ts';
import type { LabHost } from '../../../lab/lab-host.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';

/** Lets `guard` work on a host of the lab: what comes for guarded ports is kept from its stack, so no reset answers it. */
export function withGuard(host: LabHost): LabHost {
  const guarded = new Set<GuardRequest>();
  host.ignore((received) => {
    const port = received.get(TCP)?.dport;
    return [...guarded].some(({ protocol, localPort }) => protocol === 'tcp' && localPort === port);
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
