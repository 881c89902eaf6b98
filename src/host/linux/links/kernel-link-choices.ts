/** What a link of this machine is opened with, once its filter is compiled. */
import type { BpfProgram, LinkOptions } from '../../host.ts';

export type KernelLinkChoices = Omit<LinkOptions, 'filter'> & { readonly filter?: BpfProgram };
