/** What the dialler needs of attempts and entries. */
export { type AttemptRow, lockAttempt, updateAttempt } from './attempts.repository.ts';
export { selectPromising } from './entries.repository.ts';
