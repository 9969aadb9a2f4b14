import type { Deal } from '$contract/deals.contract.ts';
import type { RequirableField, Stage } from '$contract/pipelines.contract.ts';

export interface NeededFields {
  fields: ReadonlySet<RequirableField>;
  /** Keys of the firm's own fields. */
  custom: ReadonlySet<string>;
}

const nothing: NeededFields = { fields: new Set(), custom: new Set() };
const own = 'custom.';

/** Pure: what a deal needs before it leaves its stage; only a strict one that is open needs anything. */
export function neededFields(
  { mode, state }: Pick<Deal, 'mode' | 'state'>,
  stage: Pick<Stage, 'requiredFields'> | null,
): NeededFields {
  if (mode !== 'strict' || state !== 'open' || !stage) return nothing;
  const custom = stage.requiredFields.filter((field) => field.startsWith(own)).map((field) => field.slice(own.length));
  return { fields: new Set(stage.requiredFields), custom: new Set(custom) };
}
