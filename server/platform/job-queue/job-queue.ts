export type { JobAdder as JobQueue } from './job.ts';
