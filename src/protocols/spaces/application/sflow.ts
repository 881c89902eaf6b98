/** Samples of sFlow, their records, and what a sampled packet begins with. @see sFlow Version 5 §5 */
import { bindAll, bindAlways, bindVariants } from '../../../packet/chain/bindings.ts';
import * as S from '../../application/sflow/sflow.ts';
import { Ether } from '../../link/ethernet.ts';
import { PPP } from '../../link/ppp/ppp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { MPLS } from '../../tunnel/mpls.ts';

export const sflow = [
  ...bindAlways(S.SFlow, S.SFlowSample),
  ...bindVariants(S.SFlowSample, 'sample_type', [
    [1, S.SFlowFlowSample],
    [2, S.SFlowCounterSample],
    [3, S.SFlowExpandedFlowSample],
    [4, S.SFlowExpandedCounterSample],
  ]),
  ...bindAlways(S.SFlowFlowSample, S.SFlowFlowRecord),
  ...bindAlways(S.SFlowExpandedFlowSample, S.SFlowFlowRecord),
  ...bindVariants(S.SFlowFlowRecord, 'format', [[1, S.SFlowRawHeader]]),
  ...bindAlways(S.SFlowCounterSample, S.SFlowCounterRecord),
  ...bindAlways(S.SFlowExpandedCounterSample, S.SFlowCounterRecord),
  ...bindAll('sflow.header', { 1: Ether, 7: PPP, 11: IP, 12: IPv6, 13: MPLS }),
];
