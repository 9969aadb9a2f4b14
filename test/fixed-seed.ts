/**
 * Property tests draw the same cases in every run, so that a change is judged by itself and not by luck.
 * `TRUNKLINE_PROPERTY_SEED=7 npx vitest run --project unit` draws others: for a hunt, or before a release.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.TRUNKLINE_PROPERTY_SEED ?? 20_260_302) });
