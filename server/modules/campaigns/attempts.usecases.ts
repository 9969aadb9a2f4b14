/** What the dialler needs of attempts. */
export { type AttemptRow, lockAttempt, updateAttempt } from './attempts.repository.ts';
