/** Table of contents: every verb of `npm run trunkline -- <verb>`. */
import { callsVerbs } from '../verbs/calls-verbs.ts';
import { importVerb } from '../verbs/import-verb.ts';
import { reduceVerb } from '../verbs/reduce-verb.ts';
import { accessVerbs } from './access-verbs.ts';
import { backupVerbs } from './backup-verbs.ts';
import type { Verb } from './verb.ts';

export const verbs: readonly Verb[] = [...accessVerbs, ...backupVerbs, ...callsVerbs, reduceVerb, importVerb];
