/** Import of people and organisations from a file: what was found in it, what is to become of it, how far it is. */
import { z } from 'zod';
import { idSchema, listOf, listQuerySchema, timeSchema } from './common.contract.ts';

export const importableLists = ['contacts', 'organisations'] as const;

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1252'] as const;
export const delimiters = [',', ';', '\t', '|'] as const;

/** How the bytes of the file are read. */
export const importFormatSchema = z.object({
  encoding: z.enum(encodings),
  /** One character; CSV only. */
  delimiter: z
    .string()
    .length(1)
    .refine((sign) => !['"', '\r', '\n', '\0'].includes(sign), 'must not be a quote or a line end'),
  hasHeader: z.boolean(),
  /** Name of the sheet of a workbook that is read; null: the first, or the file is CSV. */
  sheet: z.string().max(200).nullable().default(null),
});
export type ImportFormat = z.infer<typeof importFormatSchema>;

/** Why a column was taken for what it is; names count more than contents. */
export const guessReasons = ['name', 'similar-name', 'contents', 'name-and-contents'] as const;
export const columnGuessSchema = z.object({
  /** Key of a target; null: nothing fits. */
  target: z.string().nullable(),
  /** 0 to 1. */
  confidence: z.number(),
  because: z.enum(guessReasons).nullable(),
  /** A few cells, to recognise the column by. */
  samples: z.array(z.string()),
});

export const inFileRules = ['first', 'last', 'merge', 'skip', 'keep'] as const;
export const inBaseRules = ['skip', 'update-empty', 'update-all', 'create', 'ask'] as const;
export type InFileRule = (typeof inFileRules)[number];
export type InBaseRule = (typeof inBaseRules)[number];

/**
 * What is done with rows that mean the same record. In the file: `first` / `last` of them wins, `merge` fills the empty
 * fields of the first from the others, `skip` leaves all of them out, `keep` takes them for different records. Against
 * the base: `ask` leaves the row for a person to decide (a clash).
 */
export const importRulesSchema = z.object({
  inFile: z.object({ phone: z.enum(inFileRules), email: z.enum(inFileRules), name: z.enum(inFileRules) }),
  inBase: z.object({ phone: z.enum(inBaseRules), email: z.enum(inBaseRules), name: z.enum(inBaseRules) }),
  /** True: a number shared by people of different names (a switchboard, a family) does not make them one person. */
  namesTellApart: z.boolean(),
});
export type ImportRules = z.infer<typeof importRulesSchema>;

/** What new records get when the file says nothing; null: as usual. Records that are in the base already are not touched. */
export const importDefaultsSchema = z.object({
  /** An agent who works here; usually nobody. */
  ownerId: idSchema.nullable(),
  /** Instead of one owner: agents who get the new records in turn, in this order. Empty: they are not shared out. */
  ownerIds: z
    .array(idSchema)
    .max(50)
    .default([])
    .refine((ids) => new Set(ids).size === ids.length, 'names somebody twice'),
  /** Id of an entry of the directory `source`; usually the entry `import` for people, none for organisations. */
  sourceId: idSchema.nullable(),
  /** Key of an entry of the directory `lifecycle`; usually `lead`. */
  lifecycle: z.string().max(40).nullable(),
});
export type ImportDefaults = z.infer<typeof importDefaultsSchema>;

export const importStates = [
  'ready',
  'waiting',
  'reading',
  'matching',
  'checked',
  'writing',
  'paused',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
] as const;
export type ImportState = (typeof importStates)[number];

const count = z.number().int();
export const importCountsSchema = z.object({
  /** Rows that cannot be used: see `errors.csv`. */
  problems: count,
  create: count,
  update: count,
  skip: count,
  clash: count,
  /** Written so far; after undoing: taken back, and kept because somebody changed them since. */
  created: count,
  updated: count,
  organisationsCreated: count,
  restored: count,
  kept: count,
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

export const importCommands = ['check', 'start', 'pause', 'resume', 'cancel', 'undo'] as const;
export type ImportCommand = (typeof importCommands)[number];

export const importSchema = z.object({
  id: idSchema,
  target: z.enum(importableLists),
  fileName: z.string(),
  fileBytes: count,
  fileKind: z.enum(['csv', 'xlsx']),
  format: importFormatSchema,
  /** Sheets of a workbook that have rows; empty: CSV. */
  sheets: z.array(z.string()),
  headers: z.array(z.string()),
  guesses: z.array(columnGuessSchema),
  /** For each column the key of what it becomes; null: it is left out. */
  mapping: z.array(z.string().nullable()),
  rules: importRulesSchema,
  defaults: importDefaultsSchema,
  state: z.enum(importStates),
  /** What it was doing when it was paused, cancelled or failed. */
  stoppedIn: z.enum(importStates).nullable(),
  failure: z.string().nullable(),
  /** Commands that make sense now. */
  commands: z.array(z.enum(importCommands)),
  progress: z.object({
    rowsTotal: count.nullable(),
    rowsDone: count,
    rowsPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  counts: importCountsSchema,
  createdBy: z.string(),
  createdAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  version: count,
});
export type Import = z.infer<typeof importSchema>;
export const importListSchema = listOf(importSchema);

export const newImportQuerySchema = z.object({
  target: z.enum(importableLists).default('contacts'),
  fileName: z.string().min(1).max(200),
});
export const importPatchSchema = z.object({
  format: importFormatSchema.optional(),
  mapping: z.array(z.string().max(80).nullable()).max(500).optional(),
  rules: importRulesSchema.optional(),
  defaults: importDefaultsSchema.optional(),
  version: count.optional(),
});

/** One row as the file has it and as it would be kept. */
export const importPreviewRowSchema = z.object({
  row: count,
  cells: z.array(z.string()),
  problem: z.string().nullable(),
  /** Values by key of the target, ready to be shown. */
  values: z.record(z.string(), z.string()),
  repairs: z.array(
    z.object({
      written: z.string(),
      e164: z.string().nullable(),
      extension: z.string().nullable(),
      because: z.string().nullable(),
    }),
  ),
});
export const importPreviewSchema = z.object({ items: z.array(importPreviewRowSchema) });
export const importPreviewQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const importRowKinds = ['create', 'update', 'skip', 'clash', 'problem'] as const;
/** Examples of what the dry run found. */
export const importRowsQuerySchema = z.object({
  what: z.enum(importRowKinds),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});
export const importRowsSchema = z.object({
  items: z.array(
    z.object({
      row: count,
      name: z.string(),
      organisation: z.string().nullable(),
      phones: z.array(z.string()),
      emails: z.array(z.string()),
      /** A problem, or the case that decided: `phone`, `email`, `name`, `same-row`, `several`, `not-yours`. */
      because: z.string().nullable(),
      /** Row of the same file that this one is the same as. */
      sameAs: count.nullable(),
      /** Name of the owner and key of the life-cycle that a new record gets; null: none, or it is not new. */
      owner: z.string().nullable(),
      lifecycle: z.string().nullable(),
      /** The cells of a row with a problem, each cut at 200 letters; null: not kept, or the row has none. */
      cells: z.array(z.string()).nullable(),
      /** The record of the base that would be changed. */
      record: z.object({ id: idSchema, name: z.string() }).nullable(),
    }),
  ),
});

/** What undoing left alone, since somebody changed it after the import. */
export const importKeptSchema = z.object({
  items: z.array(
    z.object({
      recordId: idSchema,
      kind: z.enum(['contact', 'organisation']),
      /** Null: this reader may not see the record. */
      name: z.string().nullable(),
      row: count,
      kept: z.array(z.string()),
    }),
  ),
});

export const importTargetSchema = z.object({
  key: z.string(),
  kind: z.string(),
  labels: z.object({ en: z.string(), ru: z.string(), fr: z.string(), it: z.string() }),
  /** True: several columns may become this (phones, e-mails, notes). */
  isRepeatable: z.boolean(),
  /** True: a field of the firm's own that was switched off; a column cannot become it any more. */
  isOff: z.boolean(),
});
export const importTargetsSchema = z.object({ items: z.array(importTargetSchema) });
export const importErrorsQuerySchema = z.object({ language: z.enum(['en', 'ru', 'fr', 'it']).default('en') });
export const importListQuerySchema = listQuerySchema;
