/** For tests: nginx in a network namespace, with the files of a folder, with TLS where there is a certificate. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../require.ts';
import type { Certificate } from './certificate.ts';
import { type Running, running } from './dhcp-servers.ts';

export interface NginxOptions {
  readonly netns: string;
  readonly folder: string;
  readonly address: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** With it there is port 443 as well. */
  readonly certificate?: Certificate;
  /** Lines for the servers. */
  readonly more?: string;
}

/** Ports 80 and, with a certificate, 443. */
export async function nginx({ netns, folder, address, files, certificate, more = '' }: NginxOptions): Promise<Running> {
  const root = join(folder, 'www');
  mkdirSync(root);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ');
  let secure = '';
  if (certificate !== undefined) {
    writeFileSync(join(folder, 'key.pem'), certificate.key);
    writeFileSync(join(folder, 'cert.pem'), certificate.cert);
    secure = `server { listen ${address}:443 ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem; root ${root}; ${more} }`;
  }
  const settings = join(folder, 'nginx.conf');
  writeFileSync(
    settings,
    `user root; daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr info; events {}
http { ${paths} access_log off; types { text/plain txt; } gzip on; gzip_types text/plain;
server { listen ${address}:80; root ${root}; ${more} } ${secure} }\n`,
  );
  const server = running(netns, [programPath('nginx') as string, '-p', folder, '-c', settings]);
  await server.says(/OS: /);
  return server;
}
