/**
 * Which rights the manager user has, and what to tell the administrator about those it lacks.
 *
 * How they are found out, tried on Asterisk 22.10 (other ways either need more rights or change the PBX):
 * - `ListCommands` needs no right and lists every action the user may run, with the classes that would allow it;
 * - an action that is not listed is asked for without arguments: it cannot do anything then, and the answer tells
 *   "Permission denied" (right missing) from "Invalid/unknown command" (module not loaded);
 * - read class `dialplan`: setting a global variable of ours must come back as VarSet;
 * - read classes `call` and `agent` cannot be asked for without making a call. The bridge concludes them from channels and
 *   queue entries that are up although no event ever told (see `missingReadRight`).
 */
import type { AmiAction } from './ami-encoder.ts';
import { AmiLackingRight } from './ami-errors.ts';
import type { ManagerAnswer } from './ami-manager.ts';

interface NeededAction {
  readonly action: string;
  /** Class of manager.conf's `write` line that allows it. */
  readonly write: string;
  readonly breaks: string;
}

export const neededActions: readonly NeededAction[] = [
  {
    action: 'CoreShowChannels',
    write: 'reporting',
    breaks: 'calls in progress cannot be taken up again after a lost link',
  },
  { action: 'CoreStatus', write: 'reporting', breaks: 'a restart of Asterisk is not recognised' },
  { action: 'CoreSettings', write: 'reporting', breaks: 'the version of Asterisk is not known' },
  { action: 'Status', write: 'call', breaks: 'details of calls in progress are not known after a lost link' },
  { action: 'DeviceStateList', write: 'call', breaks: 'the state of the telephones is not known' },
  { action: 'PJSIPShowEndpoints', write: 'system', breaks: 'telephones and trunks cannot be listed for mapping' },
  { action: 'Originate', write: 'originate', breaks: 'click to call does not work' },
  { action: 'Hangup', write: 'call', breaks: 'calls cannot be ended from the console' },
  { action: 'BlindTransfer', write: 'call', breaks: 'calls cannot be transferred from the console' },
  { action: 'MixMonitor', write: 'system', breaks: 'a recording cannot be started from the console' },
  { action: 'MixMonitorMute', write: 'call', breaks: 'a recording cannot be paused' },
  { action: 'StopMixMonitor', write: 'call', breaks: 'a recording cannot be stopped' },
  { action: 'QueuePause', write: 'agent', breaks: 'agents cannot be paused from the console' },
];

export interface MissingRight {
  readonly kind: 'read' | 'write';
  /** Class to add in manager.conf. */
  readonly right: string;
  readonly breaks: readonly string[];
}

/** Runs an action; rejects with AmiLackingRight when denied. */
export type RunAction = (action: AmiAction) => Promise<ManagerAnswer>;

/** Actions the user may run, in lower case, from the answer of `ListCommands`. */
export const listedActions = (answer: ManagerAnswer): ReadonlySet<string> =>
  new Set(Object.keys(answer).map((name) => name.toLowerCase()));

/**
 * Write classes that the user lacks. Empty when the peer does not answer `ListCommands` (nothing is known then).
 * Modules that are not loaded are no missing right.
 */
export const findMissingWriteRights = async (run: RunAction): Promise<readonly MissingRight[]> => {
  const listed = listedActions(await run({ name: 'ListCommands' }));
  const missing = new Map<string, string[]>();
  for (const need of neededActions) {
    if (listed.has(need.action.toLowerCase()) || !(await isDenied(run, need.action))) continue;
    missing.set(need.write, [...(missing.get(need.write) ?? []), need.breaks]);
  }
  return [...missing].map(([right, breaks]) => ({ kind: 'write', right, breaks }));
};

const isDenied = async (run: RunAction, action: string): Promise<boolean> => {
  try {
    await run({ name: action });
    return false;
  } catch (error) {
    return error instanceof AmiLackingRight;
  }
};

const breaksOfRead: Readonly<Record<string, string>> = {
  call: 'calls are not seen at all',
  agent: 'queues and their callers are not seen',
  dialplan: 'recordings are not found and calls lose the numbers and ids that the dialplan or Trunkline gave them',
};

export const missingReadRight = (right: 'call' | 'agent' | 'dialplan'): MissingRight => ({
  kind: 'read',
  right,
  breaks: [breaksOfRead[right] ?? ''],
});

/**
 * One sentence for the administrator: what is missing, what does not work for it, how to grant it.
 *
 * @example describeMissingRights('trunkline', [{ kind: 'write', right: 'originate', breaks: ['click to call does not work'] }])
 */
export const describeMissingRights = (user: string, missing: readonly MissingRight[]): string => {
  const parts = missing.map((one) => `${one.kind} = ${one.right} (without it ${one.breaks.join('; ')})`);
  return (
    `The manager user "${user}" lacks ${parts.join(', ')}. Add ${missing.length > 1 ? 'them' : 'it'} to the section ` +
    `[${user}] of manager.conf and run "manager reload" in Asterisk; docs/asterisk.md shows the whole section.`
  );
};
