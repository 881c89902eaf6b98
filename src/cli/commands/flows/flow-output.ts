/** Where the commands' flows go. */
import type { Flow } from '../../../flows/flow.ts';

/** Takes flows; lines, messages or files. */
export interface FlowOutput {
  add(flow: Flow): void;
  passTo(us: number): void;
  /** Waits for what is there to leave. False: nobody reads any more. */
  turn(): Promise<boolean>;
  /** All flows have been told. Lines about it for standard error. */
  close(): Promise<readonly string[]>;
}
