/**
 * PURE: what two hundred customers and agents are going to do, decided beforehand from a seed. What truly becomes of a
 * call (who was free, who gave up first) only its phones know; see storm-truth.ts.
 */
import type { Random } from '../../../scripts/pbx-lab/seeded-random.ts';

/** What the agent does in the middle of a conversation. */
export type Act =
  | { kind: 'hold'; ms: number }
  | { kind: 'blind'; to: string }
  /** Asks a colleague who is free at that moment, then joins them. */
  | { kind: 'attended' }
  /** Blind transfer back into a queue. */
  | { kind: 'queue'; to: string }
  | null;

type Conversation = { talkMs: number; endedBy: 'customer' | 'agent'; act: Act };

export type InboundPlan = Conversation & {
  kind: 'inbound';
  /** The customer's number, never used twice: it finds the call in the log. */
  number: string;
  /** Number of ours that is dialled. */
  to: string;
  queue: string | null;
  /** What a free agent's phone does; `ring`: nobody picks up. */
  reaction: 'answer' | 'ring' | 'decline';
  giveUpMs: number;
};

export type OutboundPlan = Conversation & {
  /** `desk`: dialled on the telephone. `click`: asked for over the API, the agent's telephone rings first. */
  kind: 'desk' | 'click';
  number: string;
  extension: string;
  customer: 'answer' | 'busy' | 'decline' | 'invalid' | 'congestion' | 'ring';
  answerMs: number;
  giveUpMs: number;
};

export type InternalPlan = {
  kind: 'internal';
  extension: string;
  /** Each pair is used once, so that it finds the call in the log. */
  to: string;
  reaction: 'answer' | 'ring' | 'decline';
  talkMs: number;
  giveUpMs: number;
};

export type CallPlan = (InboundPlan | OutboundPlan | InternalPlan) & { atMs: number };

export type StormWorld = {
  calls: number;
  extensions: readonly string[];
  queues: readonly { name: string; did: string; extension: string }[];
  /** Mean time between two calls. */
  everyMs: number;
  /** No call is shorter than this, whatever becomes of it: one that begins and ends while the link is down leaves no trace. */
  leastMs: (atMs: number) => number;
};

export type StormPlan = {
  calls: CallPlan[];
  /** Pairs of phones that no internal call has: for consultations, which are internal calls while they last. */
  sparePairs: [string, string][];
};

/** The same seed gives the same storm. */
export function planStorm(random: Random, world: StormWorld): StormPlan {
  const sparePairs = pairsOf(random, world.extensions);
  let atMs = 500;
  const calls = Array.from({ length: world.calls }, (_, index) => {
    const number = `+336${String(13_000_000 + index)}`;
    const plan = planCall(random, world, { number, atMs, pairs: sparePairs });
    atMs += Math.round(world.everyMs * random.between(0.3, 1.7));
    return plan;
  });
  return { calls, sparePairs };
}

type Draft = { number: string; atMs: number; pairs: [string, string][] };

function planCall(random: Random, world: StormWorld, draft: Draft): CallPlan {
  const { atMs, number, pairs } = draft;
  const least = world.leastMs(atMs);
  const giveUpMs = Math.round(least + random.between(1500, 6000));
  const talk = planTalk(random, world, least);
  const dice = random.next();
  if (dice < 0.55) {
    const queue = random.chance(0.75) ? random.oneOf(world.queues) : null;
    const reaction = random.chance(0.78) ? 'answer' : queue === null && random.chance(0.5) ? 'decline' : 'ring';
    const to = queue?.did ?? `5551${random.oneOf(world.extensions)}`;
    // Who is to be answered waits until somebody is free; some of the others wait until it rings out.
    const isPatient = reaction === 'answer' ? queue !== null : random.chance(0.3);
    const patience = isPatient ? 40_000 : giveUpMs;
    return { kind: 'inbound', atMs, number, to, queue: queue?.name ?? null, reaction, giveUpMs: patience, ...talk };
  }
  if (dice < 0.92 || pairs.length === 0) {
    return {
      kind: random.chance(0.5) ? 'desk' : 'click',
      atMs,
      number,
      extension: random.oneOf(world.extensions),
      customer: random.chance(0.6) ? 'answer' : random.oneOf(['busy', 'decline', 'invalid', 'congestion', 'ring']),
      answerMs: Math.round(least / 2 + random.between(200, 1500)),
      giveUpMs,
      ...talk,
    };
  }
  const [extension, to] = pairs.pop()!;
  const reaction = random.oneOf(['answer', 'answer', 'ring', 'decline'] as const);
  return { kind: 'internal', atMs, extension, to, reaction, talkMs: talk.talkMs, giveUpMs };
}

function planTalk(random: Random, world: StormWorld, least: number): Conversation {
  const dice = random.next();
  let act: Act = null;
  if (dice < 0.12) act = { kind: 'hold', ms: Math.round(random.between(800, 2500)) };
  else if (dice < 0.22) act = { kind: 'blind', to: random.oneOf(world.extensions) };
  else if (dice < 0.27) act = { kind: 'queue', to: random.oneOf(world.queues).extension };
  else if (dice < 0.36) act = { kind: 'attended' };
  return {
    talkMs: Math.round(least + random.between(600, 5000)),
    endedBy: random.chance(0.5) ? 'customer' : 'agent',
    act,
  };
}

/** Every ordered pair of two phones, shuffled. */
export function pairsOf(random: Random, extensions: readonly string[]): [string, string][] {
  const pairs = extensions.flatMap((one) =>
    extensions.filter((other) => other !== one).map((other): [string, string] => [one, other]),
  );
  for (let at = pairs.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random.between(0, at + 1));
    [pairs[at], pairs[other]] = [pairs[other]!, pairs[at]!];
  }
  return pairs;
}
