/** What went wrong, with curl's numbers (curl(1), EXIT CODES): scripts look at them. */
export const STATUS = {
  protocol: 1,
  url: 3,
  resolve: 6,
  connect: 7,
  partial: 18,
  status: 22,
  write: 23,
  read: 26,
  timeout: 28,
  tls: 35,
  redirects: 47,
  empty: 52,
  send: 55,
  receive: 56,
  certificate: 60,
} as const;

/** An error with curl's number. */
export class HttpFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const CERTIFICATE =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|CERT_|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/;

const OWN: Readonly<Record<string, number>> = { ERR_ROUTE: STATUS.connect, ERR_REFUSED: STATUS.connect, ERR_RESOLVE: STATUS.resolve };

/** An error of ours that curl has a number for; undefined: it has none. */
export function ownFailure(error: unknown): HttpFailure | undefined {
  if (error instanceof HttpFailure) return error;
  const status = OWN[(error as { readonly code?: string }).code ?? ''];
  return status === undefined ? undefined : new HttpFailure(status, (error as Error).message);
}

/** Where a request was when it failed. */
export type Stage = 'connecting' | 'tls' | 'asked' | 'answered';

/** The error that a socket, TLS or Node's HTTP told, with its number. */
export function failureOf(error: NodeJS.ErrnoException, stage: Stage): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = error.code ?? '';
  const make = (status: number): HttpFailure => new HttpFailure(status, error.message);
  if (CERTIFICATE.test(code))
    return new HttpFailure(STATUS.certificate, `the certificate is not good: ${error.message}; -k takes it all the same`);
  if (error.syscall === 'getaddrinfo') return make(STATUS.resolve);
  // Of TLS over a stream Node does not tell when what is below it is connected.
  if (/^(EPROTO$|ERR_SSL|ERR_TLS)/.test(code) || (stage === 'connecting' && code === 'ECONNRESET')) return noTls(error);
  if (stage === 'connecting') return make(code === 'ETIMEDOUT' ? STATUS.timeout : STATUS.connect);
  if (stage === 'tls') return noTls(error);
  if (stage === 'answered')
    return code === 'ECONNRESET' && error.syscall === undefined
      ? new HttpFailure(STATUS.partial, 'the answer ended before its time')
      : make(STATUS.receive);
  if (code === 'ECONNRESET' && error.syscall === undefined)
    return new HttpFailure(STATUS.empty, 'the server closed the connection without an answer');
  return make(STATUS.receive);
}

/** OpenSSL's own words have several lines; its reason is enough. */
function noTls(error: Error & { readonly reason?: string }): HttpFailure {
  return new HttpFailure(STATUS.tls, `TLS cannot be agreed on: ${error.reason ?? (error.message.split('\n')[0] as string)}`);
}

/** @param ms what it may take */
export const tooLong = (ms: number | undefined): HttpFailure =>
  new HttpFailure(STATUS.timeout, `it took longer than ${(ms ?? 0) / 1000} s`);
