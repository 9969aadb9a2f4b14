/**
 * The built console (`web/build`): hashed files for ever, everything else asked again, each in its compressed form where
 * the build made one; a path that is no file is a page of the console (single-page application).
 */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { consolePolicy } from './security-headers.ts';

export interface ConsoleFiles {
  /** Null when the console has not been built. */
  answer(request: Request): Response | null;
}

interface Entry {
  file: string;
  type: string;
  etag: string;
  isImmutable: boolean;
  /** Compressed forms, best first. */
  encodings: { name: 'br' | 'gzip'; file: string }[];
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
};

function listFiles(folder: string): Map<string, Entry> {
  const files = new Map<string, Entry>();
  for (const found of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(found.parentPath, found.name);
    if (!found.isFile() || file.endsWith('.br') || file.endsWith('.gz')) continue;
    const name = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    const { size, mtimeMs } = statSync(file);
    files.set(name, {
      file,
      type: types[path.extname(file)] ?? 'application/octet-stream',
      etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`,
      isImmutable: name.includes('/immutable/'),
      encodings: [
        ...(existsSync(`${file}.br`) ? [{ name: 'br' as const, file: `${file}.br` }] : []),
        ...(existsSync(`${file}.gz`) ? [{ name: 'gzip' as const, file: `${file}.gz` }] : []),
      ],
    });
  }
  return files;
}

/** Only paths that were listed at the start are ever opened, so a path of a request cannot lead elsewhere. */
export function createConsoleFiles(folder: string): ConsoleFiles {
  const index = path.join(folder, 'index.html');
  if (!existsSync(index)) return { answer: () => null };
  const files = listFiles(folder);
  const policy = consolePolicy(readFileSync(index, 'utf8'));
  return {
    answer(request) {
      const { pathname } = new URL(request.url);
      const asked = files.get(pathname);
      // A missing script must not be answered with a page: the browser would cache nonsense after an update.
      if (!asked && /\.[a-z0-9]{2,12}$/i.test(pathname)) return new Response('not found', { status: 404 });
      const entry = asked ?? files.get('/index.html');
      return entry ? fileAnswer(request, entry, policy) : null;
    },
  };
}

function fileAnswer(request: Request, entry: Entry, policy: string): Response {
  const headers = new Headers({
    'content-type': entry.type,
    etag: entry.etag,
    'cache-control': entry.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  });
  if (entry.type.startsWith('text/html')) headers.set('content-security-policy', policy);
  if (request.headers.get('if-none-match') === entry.etag) return new Response(null, { status: 304, headers });
  const accepted = request.headers.get('accept-encoding') ?? '';
  const chosen = entry.encodings.find(({ name }) => accepted.includes(name));
  if (chosen) headers.set('content-encoding', chosen.name);
  const file = chosen?.file ?? entry.file;
  headers.set('content-length', String(statSync(file).size));
  if (request.method === 'HEAD') return new Response(null, { headers });
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, { headers });
}
