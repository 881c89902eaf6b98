/** The states of each side of a connection, as RFC 9293 §3.3.2 names them, found by listening. */

export type TcpState =
  | 'CLOSED'
  | 'LISTEN'
  | 'SYN-SENT'
  | 'SYN-RECEIVED'
  | 'ESTABLISHED'
  | 'FIN-WAIT-1'
  | 'FIN-WAIT-2'
  | 'CLOSE-WAIT'
  | 'CLOSING'
  | 'LAST-ACK'
  | 'TIME-WAIT';

/** The state of a side that has sent a SYN: an answer to the other's, or the first. */
export function afterSyn(state: TcpState, answers: boolean): TcpState {
  if (state === 'SYN-SENT') return answers ? 'SYN-RECEIVED' : state;
  if (state === 'CLOSED' || state === 'LISTEN') return answers ? 'SYN-RECEIVED' : 'SYN-SENT';
  return state;
}

/** … of a side that sends other segments than a SYN, or whose SYN was acknowledged. */
export function afterHandshake(state: TcpState): TcpState {
  return state === 'SYN-SENT' || state === 'SYN-RECEIVED' || state === 'CLOSED' || state === 'LISTEN' ? 'ESTABLISHED' : state;
}

/** … of a side that has sent its FIN. */
export function afterOwnFin(state: TcpState): TcpState {
  if (state === 'CLOSE-WAIT') return 'LAST-ACK';
  return state === 'ESTABLISHED' || state === 'SYN-RECEIVED' ? 'FIN-WAIT-1' : state;
}

/** … of a side that got the other's FIN. */
export function afterFin(state: TcpState): TcpState {
  if (state === 'ESTABLISHED' || state === 'SYN-RECEIVED') return 'CLOSE-WAIT';
  if (state === 'FIN-WAIT-1') return 'CLOSING';
  return state === 'FIN-WAIT-2' ? 'TIME-WAIT' : state;
}

/** … of a side whose FIN was acknowledged. */
export function afterFinAcked(state: TcpState): TcpState {
  if (state === 'FIN-WAIT-1') return 'FIN-WAIT-2';
  if (state === 'CLOSING') return 'TIME-WAIT';
  return state === 'LAST-ACK' ? 'CLOSED' : state;
}
