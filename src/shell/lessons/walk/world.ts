/** The network of a lesson. */
import type { Lab } from '../../../lab/lab.ts';
import type { LabHost } from '../../../lab/lab-host.ts';

export interface World {
  readonly net: Lab;
  /** The student's machine. */
  readonly me: LabHost;
}
