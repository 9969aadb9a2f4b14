import type { Random } from './seeded-random.ts';

/** A person who calls in the demonstration. */
export type DemoCustomer = { number: string; name: string };

/** What happens in one call of the demonstration, decided beforehand. */
export type DemoCall = InboundDemoCall | OutboundDemoCall;

export type InboundDemoCall = {
  direction: 'inbound';
  from: string;
  name: string | undefined;
  withheld: boolean;
  /** Number of ours that is dialled. */
  to: string;
  /** After how long the customer gives up; a patient one is answered before. */
  giveUpMs: number;
  /** False: the agents let it ring, so the customer gives up. */
  isAnswered: boolean;
  talkMs: number;
};

export type OutboundDemoCall = {
  direction: 'outbound';
  /** Whose phone dials. */
  extension: string;
  to: string;
  customerDoes: 'answer' | 'busy' | 'no-answer' | 'decline';
  talkMs: number;
};

export type DemoWorld = {
  customers: readonly DemoCustomer[];
  /** Numbers of the queues, and of the agents directly. */
  queueNumbers: readonly string[];
  directNumbers: readonly string[];
  /** Phones that are free to dial out. */
  freeExtensions: readonly string[];
};

/**
 * The next call of a believable day: one in seven is ours to a customer, one in eight of the others is given up, one in
 * six comes from somebody unknown and one in twenty withholds the number.
 */
export function planDemoCall(random: Random, world: DemoWorld): DemoCall {
  if (world.freeExtensions.length > 0 && random.chance(1 / 7)) return planOutbound(random, world);
  const isDirect = world.directNumbers.length > 0 && random.chance(0.12);
  const isAnswered = !random.chance(1 / 8);
  const caller = planCaller(random, world);
  return {
    direction: 'inbound',
    ...caller,
    to: random.oneOf(isDirect || world.queueNumbers.length === 0 ? world.directNumbers : world.queueNumbers),
    isAnswered,
    giveUpMs: Math.round(isAnswered ? random.between(45_000, 60_000) : random.between(2500, 14_000)),
    talkMs: planTalk(random),
  };
}

function planOutbound(random: Random, world: DemoWorld): OutboundDemoCall {
  const dice = random.next();
  return {
    direction: 'outbound',
    extension: random.oneOf(world.freeExtensions),
    to: world.customers.length > 0 ? random.oneOf(world.customers).number : unknownNumber(random),
    customerDoes: dice < 0.6 ? 'answer' : dice < 0.75 ? 'busy' : dice < 0.95 ? 'no-answer' : 'decline',
    talkMs: planTalk(random),
  };
}

function planCaller(random: Random, world: DemoWorld): Pick<InboundDemoCall, 'from' | 'name' | 'withheld'> {
  const withheld = random.chance(1 / 20);
  if (world.customers.length === 0 || random.chance(1 / 6)) {
    return { from: unknownNumber(random), name: undefined, withheld };
  }
  const { number, name } = random.oneOf(world.customers);
  // Most carriers send the number alone.
  return { from: number, name: random.chance(0.3) ? name : undefined, withheld };
}

/** Most conversations last 20 to 60 s, some are over after a word. */
function planTalk(random: Random): number {
  return Math.round(random.chance(0.15) ? random.between(3000, 9000) : random.between(20_000, 60_000));
}

/** A mobile number that nobody in the base has. */
function unknownNumber(random: Random): string {
  return `+7999${String(Math.floor(random.between(0, 10_000_000))).padStart(7, '0')}`;
}
