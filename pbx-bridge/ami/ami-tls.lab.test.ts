/** AMI over TLS on a real Asterisk: what docs/asterisk.md says to write into manager.conf. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestLab } from '../../scripts/pbx-lab/test-lab.ts';
import { freePort } from '../../scripts/start/ports.ts';
import { type StubServer, startStubServer } from '../../test/fake-pbx/stub-server.ts';
import { testCertificate, testKey } from '../../test/fake-pbx/test-certificate.ts';
import { readConfig } from '../config.ts';
import type { PbxLink } from '../contract/pbx-state.ts';
import { silentLogger } from '../logger.ts';
import { startBridge } from '../start.ts';

let lab: Awaited<ReturnType<typeof startTestLab>>;
let server: StubServer;
let port: number;
let certificate: string;

beforeAll(async () => {
  lab = await startTestLab();
  server = await startStubServer();
  port = await freePort('127.0.0.1');
  const etc = path.join(lab.dir, 'etc');
  certificate = path.join(etc, 'asterisk.pem');
  await writeFile(certificate, testCertificate + testKey);
  const manager = path.join(etc, 'manager.conf');
  const tls = `tlsenable = yes\ntlsbindaddr = 127.0.0.1:${port}\ntlscertfile = ${certificate}\n`;
  await writeFile(manager, (await readFile(manager, 'utf8')).replace('[general]\n', `[general]\n${tls}`));
  const ami = await lab.connectAmi();
  await ami.action('Command', { Command: 'manager reload' });
  ami.close();
});
afterAll(async () => {
  await server?.stop();
  await lab?.dispose();
});

/** How the link of a bridge to the TLS port stands once it says something. */
async function linkOf(bridgeId: string, more: NodeJS.ProcessEnv): Promise<PbxLink> {
  const bridge = await startBridge(
    readConfig({
      PBX_ID: bridgeId,
      AMI_URL: `tls://trunkline:${lab.amiSecret}@localhost:${port}`,
      SERVER_URL: server.url,
      BRIDGE_TOKEN: server.token,
      DATA_DIR: path.join(lab.dir, bridgeId),
      ...more,
    }),
    { logger: silentLogger },
  );
  const links = () =>
    server.messages.flatMap((message) =>
      message.kind === 'state.link' ? [message.link] : message.kind === 'state' ? [message.state.link] : [],
    );
  const told = () => links().find(({ state }) => state === 'up' || state === 'refused');
  await server.until(() => told() !== undefined);
  await bridge.stop();
  const link = told() as PbxLink;
  server.messages.length = 0;
  return link;
}

test('[TEL-10] the link is up over TLS with the authority that signed the certificate', async () => {
  expect(await linkOf('known', { AMI_TLS_CA: certificate })).toMatchObject({ state: 'up', detail: null });
});

test('[TEL-10] a certificate that nobody known signed is refused with what to do', async () => {
  const link = await linkOf('unknown', {});
  expect(link).toMatchObject({ state: 'refused', detail: expect.stringContaining('AMI_TLS_CA') });
});
