/**
 * Getting in step after each login: asks for everything that is up, and puts the answer and the events that came meanwhile
 * into an order that is true.
 *
 * Why not simply "snapshot, then events": Asterisk writes an answer straight to the socket but queues events, so an event
 * from before the snapshot can come after it (milliseconds). So while the lists come in, events wait, and then
 * - a channel whose Newchannel waits is taken out of the snapshot: its own events tell its story from the beginning;
 * - the last events of a channel that the snapshot no longer has, but whose Hangup waits, come before the snapshot: it
 *   ended in the ordinary way and its end is not to be guessed.
 * Nothing waits for an answer that does not come: until the channel list is answered events flow, afterwards they wait for
 * at most the time-out of the lists.
 */
import { answerText } from './ami/action-queue.ts';
import type { AmiAction } from './ami/ami-encoder.ts';
import { AmiActionFailed, AmiDisconnected, AmiLackingRight } from './ami/ami-errors.ts';
import type { AmiEvent } from './ami/ami-event.ts';
import type { AmiLink } from './ami/ami-link.ts';
import { readPbxSnapshot } from './calls/pbx-snapshot.ts';
import type { Clock } from './clock.ts';
import type { Intake } from './intake.ts';
import { errorText, type Logger } from './logger.ts';
import { sortHeld, withoutGhosts } from './sort-held.ts';

/** Lists that tell what is up. `null`: Asterisk did not answer, denied it, or has no such module. */
export interface PbxLists {
  readonly queues: readonly AmiEvent[] | null;
  readonly devices: readonly AmiEvent[] | null;
  /** EndpointList items of PJSIP and PeerEntry items of chan_sip. */
  readonly endpoints: readonly AmiEvent[] | null;
  readonly asteriskVersion: string | null;
}

export interface ResyncDeps {
  readonly link: Pick<AmiLink, 'run' | 'list' | 'clockOffsetMs'>;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The longest that events can wait for lists. */
export const listTimeoutMs = 3_000;

/** How it went: `channels` false means that calls are not in step and it should be tried again. */
export interface ResyncResult {
  readonly channels: boolean;
  readonly lists: PbxLists;
}

/** Never rejects. `linkLostAt`: when the link was last known to work; null when that is not known. */
export const resync = async (deps: ResyncDeps, linkLostAt: number | null): Promise<ResyncResult> => {
  const { link, intake, clock, logger } = deps;
  const ask = async <T>(name: string, asking: Promise<T>): Promise<T | null> => {
    try {
      return await asking;
    } catch (error) {
      if (!(error instanceof AmiDisconnected)) logNoAnswer(logger, name, error);
      return null;
    }
  };
  const list = (action: AmiAction, onAnswered?: () => void): Promise<readonly AmiEvent[] | null> =>
    ask(action.name, link.list(action, { timeoutMs: listTimeoutMs, onAnswered }));
  const run = (name: string) => ask(name, link.run({ name }, { timeoutMs: listTimeoutMs }));
  const [core, settings, channels, status, bridges, queues, devices, pjsip, sip] = await Promise.all([
    run('CoreStatus'),
    run('CoreSettings'),
    list({ name: 'CoreShowChannels' }, () => intake.hold()),
    list({ name: 'Status', fields: { AllVariables: 'true' } }),
    list({ name: 'BridgeList' }),
    list({ name: 'QueueStatus' }),
    list({ name: 'DeviceStateList' }),
    list({ name: 'PJSIPShowEndpoints' }),
    list({ name: 'SIPpeers' }),
  ]);
  const started =
    core === null
      ? null
      : { startupDate: answerText(core, 'corestartupdate'), startupTime: answerText(core, 'corestartuptime') };
  if (channels === null) {
    intake.release(new Set(), null);
  } else {
    const alive = withoutGhosts(channels, status);
    const { before, born } = sortHeld(intake.held, alive.map(uniqueidOf));
    const items = [alive, status ?? [], bridges ?? [], queues ?? []]
      .flat()
      .filter((item) => !born.has(uniqueidOf(item)));
    // All times of calls are the PBX's: what only our clock saw is translated.
    const offsetMs = link.clockOffsetMs;
    const snapshot = readPbxSnapshot(items, started, linkLostAt === null ? null : linkLostAt + offsetMs);
    intake.release(before, { kind: 'resync', at: clock.now() + offsetMs, snapshot });
  }
  const endpoints = pjsip === null && sip === null ? null : [...(pjsip ?? []), ...(sip ?? [])];
  const asteriskVersion = settings === null ? null : answerText(settings, 'asteriskversion');
  return { channels: channels !== null, lists: { queues, devices, endpoints, asteriskVersion } };
};

const uniqueidOf = (event: AmiEvent): string => event.fields.get('Uniqueid') ?? '';

const logNoAnswer = (logger: Logger, name: string, error: unknown): void => {
  const data = { action: name, because: errorText(error) };
  // A module that is not loaded (chan_sip mostly) or a right that is told elsewhere is no news.
  const expected =
    error instanceof AmiLackingRight ||
    (error instanceof AmiActionFailed && /unknown command|no endpoints|no peers/i.test(error.message));
  if (expected) logger.debug(data, 'a list of the PBX is not to be had');
  else logger.warn(data, 'a list of the PBX is not to be had');
};
