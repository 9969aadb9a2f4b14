/**
 * Files of records. Who may see a record may see its files, who may change it may add and delete them: each kind of record
 * answers that itself, handed in by `server/app`. A file that is deleted can be taken back; its bytes are kept.
 */
import { createHash } from 'node:crypto';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type FileRecordKind, maxFileBytes, type StoredFileInfo } from '../../contract/files.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { StoredFileTooLarge } from '../../platform/storage/storage.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { contentTypeOf, sniffBytes } from './content-type.ts';
import { safeFileName } from './file-name.ts';
import {
  fileCutOff,
  fileEmpty,
  fileNotDeleted,
  fileNotFound,
  fileNotYours,
  fileRecordNotFound,
  fileTooLarge,
  tooManyFiles,
} from './files.errors.ts';
import type { FileFacts } from './files.events.ts';
import {
  countFilesOf,
  type FileRow,
  insertFile,
  lockFile,
  markFileDeleted,
  type OfRecord,
  type Page,
  selectFile,
  selectFilesOf,
  toFile,
} from './files.repository.ts';

/** What a kind of record says of one: null: none, or not for this reader. */
export interface FileRecords {
  accessTo(sql: Sql, principal: Principal, recordId: string): Promise<'write' | 'read' | null>;
}
export type FileRecordRegistry = Readonly<Record<FileRecordKind, FileRecords>>;

export type FileDeps = Platform & { records: FileRecordRegistry };

interface By {
  principal: Principal;
  ip: string;
}

const mostFiles = 200;

async function mayRead({ records }: FileDeps, sql: Sql, principal: Principal, of: OfRecord): Promise<void> {
  if ((await records[of.recordKind].accessTo(sql, principal, of.recordId)) === null) throw fileRecordNotFound();
}

async function mayWrite({ records }: FileDeps, sql: Sql, principal: Principal, of: OfRecord): Promise<void> {
  const access = await records[of.recordKind].accessTo(sql, principal, of.recordId);
  if (access === null) throw fileRecordNotFound();
  if (access === 'read') throw fileNotYours();
}

export async function listFiles(deps: FileDeps, reader: Principal, of: OfRecord): Promise<StoredFileInfo[]> {
  const { sql } = deps.database;
  await mayRead(deps, sql, reader, of);
  return (await selectFilesOf(sql, of, { before: null, limit: mostFiles })).map(toFile);
}

/** Files of a record for its time-line; whoever asks has checked that the reader may see the record. */
export async function listFilesForTimeline(sql: Sql, of: OfRecord, page: Page): Promise<StoredFileInfo[]> {
  return (await selectFilesOf(sql, of, page)).map(toFile);
}

interface Arrived {
  bytes: number;
  sha256: string;
  head: Buffer;
}

/** Writes the bytes and looks at them on the way. */
async function receive(
  { storage }: FileDeps,
  key: string,
  content: Readable,
  announcedBytes: number | null,
): Promise<Arrived> {
  if (announcedBytes !== null && announcedBytes > maxFileBytes) throw fileTooLarge(maxFileBytes);
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  const look = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      if (head.length < sniffBytes) head = Buffer.concat([head, chunk]).subarray(0, sniffBytes);
      done(null, chunk);
    },
  });
  const through = new PassThrough();
  try {
    const reading = pipeline(content, look, through);
    const [{ bytes }] = await Promise.all([storage.write(key, through, { maxBytes: maxFileBytes }), reading]);
    return { bytes, sha256: hash.digest('hex'), head };
  } catch (error) {
    if (error instanceof StoredFileTooLarge) throw fileTooLarge(maxFileBytes);
    throw error;
  }
}

export interface IncomingFile extends By, OfRecord {
  name: string;
  content: Readable;
  announcedBytes: number | null;
}

/** Keeps a file whole or not at all. */
export async function addFile(deps: FileDeps, incoming: IncomingFile): Promise<StoredFileInfo> {
  const { database, storage, clock, ids } = deps;
  const { principal, ip, recordKind, recordId, content, announcedBytes } = incoming;
  const of = { recordKind, recordId };
  await mayWrite(deps, database.sql, principal, of);
  const id = ids('fil');
  const now = clock.now();
  // The name of the file is no part of the key, and the folder is that of the month.
  const key = `attachments/${now.toISOString().slice(0, 7).replace('-', '/')}/${id}`;
  const arrived = await receive(deps, key, content, announcedBytes);
  try {
    if (announcedBytes !== null && arrived.bytes !== announcedBytes) throw fileCutOff();
    if (arrived.bytes === 0) throw fileEmpty();
    return await database.transaction(async (tx) => {
      await mayWrite(deps, tx, principal, of);
      if ((await countFilesOf(tx, of)) >= mostFiles) throw tooManyFiles(mostFiles);
      const name = safeFileName(incoming.name);
      const row = {
        id,
        record_kind: recordKind,
        record_id: recordId,
        name,
        content_type: contentTypeOf(arrived.head, name),
        bytes: arrived.bytes,
        sha256: arrived.sha256,
        storage_key: key,
        by_id: principal.userId,
        by_name: principal.userId === null ? null : principal.name,
        created_at: now,
      };
      await insertFile(tx, row);
      const file = toFile({ ...row, deleted_at: null });
      await tell(deps, tx, { principal, ip }, 'file.added', { ...row, deleted_at: null });
      return file;
    });
  } catch (error) {
    await storage.remove(key);
    throw error;
  }
}

async function tell(deps: FileDeps, tx: Tx, by: By, type: keyof FileFacts, row: FileRow): Promise<void> {
  const { name, bytes, content_type: contentType, sha256 } = row;
  const after = { fileId: row.id, name, bytes, contentType, sha256 };
  await createAudit(deps).record(tx, { ...by, action: type, record: row.record_id, after });
  const payload = { fileId: row.id, recordKind: row.record_kind, recordId: row.record_id };
  const actor = actorOf(by.principal);
  await deps.facts.append<FileFacts>(tx, { type, payload, subject: row.record_id, actor });
}

/** A file for somebody who may see its record; each download is audited. */
export async function openFile(deps: FileDeps, { fileId, ...by }: By & { fileId: string }): Promise<FileRow> {
  const { database, storage } = deps;
  const row = await selectFile(database.sql, fileId);
  if (!row || row.deleted_at !== null) throw fileNotFound();
  const access = deps.records[row.record_kind];
  if ((await access.accessTo(database.sql, by.principal, row.record_id)) === null) throw fileNotFound();
  if (!(await storage.stat(row.storage_key))) throw fileNotFound();
  const after = { fileId, name: row.name };
  await database.transaction((tx) =>
    createAudit(deps).record(tx, { ...by, action: 'file.downloaded', record: row.record_id, after }),
  );
  return row;
}

async function lockForChange(deps: FileDeps, tx: Tx, fileId: string, principal: Principal): Promise<FileRow> {
  const row = await lockFile(tx, fileId);
  if (!row) throw fileNotFound();
  const access = await deps.records[row.record_kind].accessTo(tx, principal, row.record_id);
  if (access === null) throw fileNotFound();
  if (access === 'read') throw fileNotYours();
  return row;
}

/** Takes a file out of every list; `restoreFile` brings it back. Deleting it twice changes nothing. */
export function deleteFile(deps: FileDeps, { fileId, ...by }: By & { fileId: string }): Promise<void> {
  return deps.database.transaction(async (tx) => {
    const row = await lockForChange(deps, tx, fileId, by.principal);
    if (row.deleted_at !== null) return;
    await markFileDeleted(tx, fileId, deps.clock.now());
    await tell(deps, tx, by, 'file.deleted', row);
  });
}

export function restoreFile(deps: FileDeps, { fileId, ...by }: By & { fileId: string }): Promise<StoredFileInfo> {
  return deps.database.transaction(async (tx) => {
    const row = await lockForChange(deps, tx, fileId, by.principal);
    if (row.deleted_at === null) throw fileNotDeleted();
    await markFileDeleted(tx, fileId, null);
    await tell(deps, tx, by, 'file.restored', row);
    return toFile(row);
  });
}
