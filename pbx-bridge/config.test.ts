import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bridgeSettings, ConfigError, readConfig } from './config.ts';

const good = { AMI_URL: 'tcp://trunkline:s%2Fecret@pbx.example:5039', BRIDGE_TOKEN: 'token-of-the-server' };

test('defaults are those of the documentation', () => {
  expect(readConfig(good)).toEqual({
    bridgeId: 'pbx1',
    ami: { protocol: 'tcp', host: 'pbx.example', port: 5039, user: 'trunkline', secret: 's/ecret', tlsAuthority: null },
    server: { url: 'ws://127.0.0.1:8080/bridge', token: 'token-of-the-server' },
    folder: path.resolve('data/bridge/pbx1'),
    recordingsFolder: null,
    dialContext: 'from-internal',
    rawEvents: { days: 14, maxMegabytes: 2000 },
    logLevel: 'info',
  });
});

test('tls and IPv6 addresses are understood', () => {
  expect(readConfig({ ...good, AMI_URL: 'tls://a:b@[::1]' }).ami).toMatchObject({
    protocol: 'tls',
    host: '::1',
    port: 5039,
  });
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ ...good, PBX_ID: '', RAW_EVENT_DAYS: '' })).toMatchObject({
    bridgeId: 'pbx1',
    rawEvents: { days: 14 },
  });
});

test.each([
  ['AMI_URL', ''],
  ['AMI_URL', 'http://a:b@host'],
  ['AMI_URL', 'tcp://host:5038'],
  ['AMI_URL', 'tcp://a:b%0d%0aAction@host'],
  ['AMI_URL', 'tcp://a:b@host:99999'],
  ['AMI_TLS_CA', '/nowhere/ca.pem'],
  ['PBX_ID', '../up'],
  ['PBX_ID', 'x'.repeat(65)],
  ['SERVER_URL', 'http://host/bridge'],
  ['BRIDGE_TOKEN', 'short'],
  ['PBX_DIAL_CONTEXT', 'from internal'],
  ['RAW_EVENT_DAYS', '1.5'],
  ['RAW_EVENT_DAYS', '-1'],
  ['RAW_EVENT_MB', '5'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s (%j) is one line that names it and what is allowed, and repeats no secret', (name, value) => {
  let said = '';
  try {
    readConfig({ ...good, [name]: value });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    said = (error as Error).message;
  }
  expect(said).toMatch(new RegExp(`^${name} .*allowed: .+\\.$`));
  expect(said.split('\n')).toHaveLength(1);
  if (name === 'AMI_URL' && value !== '') expect(said).not.toContain(value);
});

test('every setting is in docs/configuration.md as it is: run `npx tsx scripts/document-configuration.ts`', () => {
  const documented = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
  for (const { name, doc, allowed, default: value } of bridgeSettings) {
    expect(documented).toContain(`| ${name} | ${doc} | ${value === null ? '' : `\`${value}\``} | ${allowed} |`);
  }
});
