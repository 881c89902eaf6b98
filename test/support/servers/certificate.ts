/** A certificate that signs itself, made by openssl when a test asks for it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../require.ts';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** @param names `DNS:b.test`, `IP:10.0.0.2` */
export function selfSigned(...names: string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-certificate-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const said = ['-subj', '/CN=packetwright test', '-addext', `subjectAltName=${names.join(',')}`];
    execFileSync(programPath('openssl') ?? 'openssl', [...made, ...said, '-keyout', key, '-out', cert], { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
