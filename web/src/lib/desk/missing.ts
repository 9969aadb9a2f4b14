import type { Call, Disposition } from '$contract/calls.contract.ts';

export type Missing = 'result' | 'next-step';

/**
 * What the after-call work still lacks. A call with somebody outside needs a result, whether they were reached or not; a
 * result that promises a call back needs to say when. Internal calls need nothing.
 */
export function missingForDone(
  call: Pick<Call, 'direction'>,
  result: Pick<Disposition, 'callBack'> | null,
  nextStepDueAt: string,
): Missing[] {
  if (call.direction === 'internal') return [];
  if (!result) return ['result'];
  return result.callBack && nextStepDueAt === '' ? ['next-step'] : [];
}
