/** Says what its user learns of links: `node abilities-program.mjs IFACE` prints one object. */
import { linuxHost } from '../../../src/host/linux/linux-host.ts';

const [iface = 'lo'] = process.argv.slice(2);
const host = linuxHost();
const refusal = async (name: string): Promise<unknown> =>
  host.open(name).then(
    () => 'opened',
    ({ code, message, remedy }: { code: string; message: string; remedy: string }) => ({ code, message, remedy }),
  );
const said = {
  pseudo: (await host.pseudoInterfaces?.())?.map(({ name }) => name),
  abilities: await host.abilities?.(iface),
  ring: await refusal(iface),
  nflog: await refusal('nflog'),
};
console.log(JSON.stringify(said));
process.exit(0);
