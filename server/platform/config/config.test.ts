import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../project-root.ts';
import { configTable, loadConfig } from './config.ts';
import { ConfigError, configTableMarkdown } from './define-config.ts';

describe('configuration', () => {
  it('[OPS-1] needs nothing to be set', () => {
    expect(loadConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataDir: './data',
      databaseUrl: null,
      amiUrl: null,
      defaultRegion: 'RU',
      trustedProxies: [],
    });
  });
  it('empty is the same as not set', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: null });
  });
  it.each([
    ['PORT', '80a', 'PORT is "80a": allowed is a port from 0 to 65535.'],
    ['PORT', '70000', 'PORT is "70000": allowed is a port from 0 to 65535.'],
    ['PORT', '-1', 'PORT is "-1": allowed is a port from 0 to 65535.'],
    [
      'DEFAULT_REGION',
      'ru',
      'DEFAULT_REGION is "ru": allowed is a country as two capital letters, such as RU, FR, IT or US.',
    ],
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL is "loud": allowed is trace, debug/],
    [
      'AMI_URL',
      'http://user:topsecret@pbx',
      /^AMI_URL is not usable \(not shown, it is a secret\): allowed is an address such as tcp:/,
    ],
    ['DATABASE_URL', 'mysql://a:topsecret@b/c', /^DATABASE_URL is not usable/],
    [
      'TRUNKLINE_ADMIN_PASSWORD',
      'short',
      /^TRUNKLINE_ADMIN_PASSWORD is not usable .*: allowed is 8 to 200 characters\.$/,
    ],
    ['TRUNKLINE_API_KEY', 'with a space and long enough', /^TRUNKLINE_API_KEY is not usable/],
    ['TRUNKLINE_ADMIN_EMAIL', 'nobody', /^TRUNKLINE_ADMIN_EMAIL is "nobody": allowed is an e-mail address\.$/],
    ['TRUSTED_PROXIES', 'proxy.local', /^TRUSTED_PROXIES is "proxy.local": allowed is IP addresses/],
  ])('%s=%s is refused in one line', (name, value, message) => {
    let refused: unknown;
    try {
      loadConfig({ [name]: value });
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(ConfigError);
    const text = (refused as Error).message;
    expect(text).not.toContain('\n');
    expect(text).not.toContain('topsecret');
    if (typeof message === 'string') expect(text).toBe(message);
    else expect(text).toMatch(message);
  });
  it('is described in docs/configuration.md as it is: run `npx tsx scripts/document-configuration.ts`', () => {
    const documented = readFileSync(path.join(projectRoot(), 'docs', 'configuration.md'), 'utf8');
    expect(documented).toContain(configTableMarkdown(configTable));
  });
});
