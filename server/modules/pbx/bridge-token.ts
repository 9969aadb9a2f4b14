/** The secret that a bridge shows: from the configuration, or made once and kept in the data folder. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomToken } from '../../platform/ids/ids.ts';

/** Where `npm start` and the bridge look for it when BRIDGE_TOKEN is not set. */
export const bridgeTokenFile = (dataDir: string): string => path.join(dataDir, 'bridge-token');

/** Reads the token, making the file when there is none; only this user may read it. */
export function loadBridgeToken(config: { bridgeToken: string | null; dataDir: string }): string {
  if (config.bridgeToken !== null) return config.bridgeToken;
  const file = bridgeTokenFile(config.dataDir);
  try {
    mkdirSync(config.dataDir, { recursive: true });
    writeFileSync(file, `${randomToken(32)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process, or an earlier start, has made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    chmodSync(file, 0o600);
  }
  const token = readFileSync(file, 'utf8').trim();
  if (token.length < 20) throw new Error(`${file} does not hold a token: remove it, a new one will be made`);
  return token;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** True when the `Authorization` header carries the token; takes the same time whatever it carries. */
export function isBridge(authorization: string | null | undefined, token: string): boolean {
  const given = /^Bearer (\S{1,500})$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}
