/**
 * Dialplans, diallers and stranger turns of a transfer, recorded on our own PBX lab; seconds are the phones' own, as in
 * expected-lab-calls.ts.
 */
import type { ExpectedCall } from './expected-calls.ts';

const inbound = {
  direction: 'inbound',
  from: '+79161230001',
  dialled: '5551101',
  endedBy: 'remote',
  outcome: 'answered',
} as const;
const recorded = { ...inbound, recordings: 1 } as const;
const dialler = { direction: 'outbound', dialled: '+390551230002', endedBy: 'remote' } as const;
const rang = (...extensions: readonly string[]) => extensions.map((each) => [`PJSIP/${each}`, 'rang', 0] as const);

export const expectedDialplanCalls: Readonly<Record<string, readonly ExpectedCall[]>> = {
  // Nobody at 101's phone: it does not even say that it rings.
  'lab-agent-dies-while-ringing': [{ ...recorded, outcome: 'cancelled', talk: 0, agents: rang('101') }],
  'lab-ami-hangup-in-queue': [
    {
      ...recorded,
      dialled: '5551000',
      outcome: 'no-answer',
      endedBy: 'system',
      talk: 0,
      agents: rang('101', '102', '103', '104'),
      visits: [['sales', 'left']],
    },
  ],
  // *1 gives up the consultation and goes back to the customer.
  'lab-attended-by-key-aborted': [
    {
      ...recorded,
      talk: 9.35,
      hold: 5.48,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 9.36],
        ['PJSIP/103', 'consulted', 1.4],
      ],
    },
  ],
  // *4 to the customer for 3 s and back to 103: the customer is held twice.
  'lab-attended-by-key-swapped': [
    {
      ...recorded,
      talk: 13.3,
      hold: 8.1,
      holds: 2,
      agents: [
        ['PJSIP/101', 'answered', 12.3],
        ['PJSIP/103', 'transferred-to', 8.04],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
    },
  ],
  // *3 joins all three; the agent leaves later.
  'lab-attended-by-key-threeway': [
    {
      ...recorded,
      talk: 10.83,
      hold: 5.59,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 9.34],
        ['PJSIP/103', 'transferred-to', 5.54],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
    },
  ],
  // The phone refers its consultation to the customer's call instead of the other way round.
  'lab-attended-reversed': [
    {
      ...recorded,
      talk: 5.33,
      hold: 1.52,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 2.84],
        ['PJSIP/103', 'transferred-to', 4.22],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
      linkedIds: 2,
    },
  ],
  'lab-busy-then-next': [
    { ...inbound, dialled: '5556002', talk: 1.5, agents: [...rang('101'), ['PJSIP/102', 'answered', 1.51]] },
  ],
  'lab-dialler-customer-gives-up': [
    {
      ...dialler,
      from: '5551000',
      outcome: 'abandoned',
      talk: 0,
      agents: rang('101', '102', '103', '104'),
      visits: [['sales', 'abandoned']],
    },
  ],
  'lab-did-to-outside': [{ ...inbound, dialled: '5556007', talk: 1.5, agents: [] }],
  // Asterisk calls the early media of the customer "Up": the agent hears the network's announcement as talk.
  'lab-early-media-originate-queue': [
    {
      ...dialler,
      from: '102',
      outcome: 'answered',
      talk: 4.7,
      agents: [...rang('101'), ['PJSIP/102', 'answered', 4.7], ...rang('103', '104')],
      visits: [['sales', 'answered']],
    },
  ],
  // Dial(...,g): 101 hangs up, the customer goes on to 102. Nobody transferred anything.
  'lab-goes-on-after-agent': [
    {
      ...inbound,
      dialled: '5556003',
      talk: 1.2 + 1.51,
      agents: [
        ['PJSIP/101', 'answered', 1.2],
        ['PJSIP/102', 'answered', 1.51],
      ],
    },
  ],
  'lab-hangs-up-in-menu': [{ ...inbound, dialled: '5556006', outcome: 'cancelled', talk: 0, agents: [] }],
  'lab-internal-attended': [
    {
      direction: 'internal',
      outcome: 'answered',
      endedBy: 'agent',
      from: '101',
      dialled: '102',
      talk: 3.48,
      hold: 1.16,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 3.48],
        ['PJSIP/102', 'answered', 1.99],
        ['PJSIP/103', 'transferred-to', 2.32],
      ],
      transfers: [['attended', 'PJSIP/102', '103']],
      linkedIds: 2,
    },
  ],
  'lab-queue-times-out-then-announcement': [
    {
      ...inbound,
      dialled: '5556005',
      outcome: 'no-answer',
      talk: 0,
      agents: rang('103'),
      visits: [['support', 'timed-out']],
    },
  ],
  'lab-ring-group': [
    { ...inbound, dialled: '5556001', talk: 1.5, agents: [...rang('101'), ['PJSIP/102', 'answered', 1.55]] },
  ],
  // It rang out before the announcement picked up: the caller who then hangs up was not answered.
  'lab-rings-out-then-announcement': [
    { ...inbound, dialled: '5556004', outcome: 'no-answer', talk: 0, agents: rang('101') },
  ],
  // The spy stays on the line and hears 101's next call too; its linkedid belongs to the first.
  'lab-spy-by-ami-goes-on': [2, 1].map((linkedIds) => ({
    ...recorded,
    talk: linkedIds === 2 ? 2.11 : 1.69,
    agents: [
      ['PJSIP/101', 'answered', linkedIds === 2 ? 2.13 : 1.72],
      ['PJSIP/104', 'monitored', 0],
    ] as const,
    linkedIds,
  })),
  'lab-stepwise-transfers': [
    {
      ...recorded,
      talk: 0.81 + 0.8 + 0.81,
      agents: [
        ['PJSIP/101', 'answered', 0.81],
        ['PJSIP/102', 'transferred-to', 0.8],
        ['PJSIP/103', 'transferred-to', 0.81],
      ],
      transfers: [
        ['blind', 'PJSIP/101', '102'],
        ['blind', 'PJSIP/102', '103'],
      ],
    },
  ],
  'lab-transfer-to-voicemail-like': [
    {
      ...recorded,
      talk: 0.97,
      agents: [['PJSIP/101', 'answered', 0.97]],
      transfers: [['blind', 'PJSIP/101', '600']],
    },
  ],
  // One agent, two customers, each held while the other talks: two calls.
  'lab-two-customers-alternating': [
    { ...recorded, endedBy: 'agent', talk: 3.22, hold: 1.2, holds: 1, agents: [['PJSIP/101', 'answered', 3.22]] },
    {
      ...recorded,
      from: '+79161230003',
      talk: 2.81,
      hold: 1.01,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 2.82]],
    },
  ],
};
