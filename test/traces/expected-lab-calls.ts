/**
 * The forms that the first recordings do not have, recorded on our own PBX lab with scripted phones. As there, the seconds
 * are what the phones measured (the .json beside each trace); where a phone also counts time in which nobody was with it
 * (waiting for the other leg, an echo), the sentence says so.
 */
import type { ExpectedCall } from './expected-calls.ts';

const inbound = {
  direction: 'inbound',
  from: '+79161230001',
  dialled: '5551101',
  endedBy: 'remote',
  outcome: 'answered',
  recordings: 1,
} as const;
const outbound = {
  direction: 'outbound',
  from: '101',
  dialled: '+390551230002',
  endedBy: 'remote',
  outcome: 'answered',
  recordings: 1,
} as const;
const internal = { direction: 'internal', endedBy: 'agent', outcome: 'answered', from: '101' } as const;
const queued = { ...inbound, dialled: '5551000' } as const;
const rang = (...extensions: readonly string[]) => extensions.map((each) => [`PJSIP/${each}`, 'rang', 0] as const);

export const expectedLabCalls: Readonly<Record<string, readonly ExpectedCall[]>> = {
  'lab-agent-dials-queue': [
    {
      ...internal,
      from: '106',
      dialled: '1000',
      talk: 1.6,
      agents: [['PJSIP/106', 'answered', 1.6], ...rang('101'), ['PJSIP/102', 'answered', 1.7], ...rang('103', '104')],
      visits: [['sales', 'answered']],
    },
  ],
  'lab-attended-by-key': [
    {
      ...inbound,
      talk: 8.25,
      hold: 5.6,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 6.75],
        ['PJSIP/103', 'transferred-to', 3.01],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
    },
  ],
  'lab-attended-by-key-outside': [
    {
      ...inbound,
      talk: 10.59,
      hold: 7.93,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 9.1]],
      transfers: [['attended', 'PJSIP/101', '390551230002']],
      recordings: 2,
    },
  ],
  // 103 is busy; Asterisk gives the customer back to 101 after its announcement.
  'lab-attended-by-key-target-busy': [
    { ...inbound, talk: 8.08, hold: 3.8, holds: 1, agents: [['PJSIP/101', 'answered', 8.09], ...rang('103')] },
  ],
  'lab-attended-by-key-target-hangs-up': [
    {
      ...inbound,
      talk: 7.1,
      hold: 5.3,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 7.11],
        ['PJSIP/103', 'consulted', 1.5],
      ],
    },
  ],
  'lab-attended-to-outside': [
    {
      ...inbound,
      talk: 4.93,
      hold: 1.62,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 2.45]],
      transfers: [['attended', 'PJSIP/101', '+390551230002']],
      linkedIds: 2,
      recordings: 2,
    },
  ],
  'lab-attended-to-queue': [
    {
      ...inbound,
      talk: 4.52,
      hold: 1.72,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 2.53], ['PJSIP/102', 'transferred-to', 3.21], ...rang('103', '104')],
      transfers: [['attended', 'PJSIP/101', '1000']],
      linkedIds: 2,
    },
  ],
  'lab-blind-by-key': [
    {
      ...inbound,
      talk: 4.97 + 1.52,
      hold: 3.79,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 4.97],
        ['PJSIP/102', 'transferred-to', 1.52],
      ],
      transfers: [['blind', 'PJSIP/101', '102']],
    },
  ],
  'lab-blind-target-busy': [
    {
      ...inbound,
      endedBy: 'system',
      talk: 0.81,
      agents: [['PJSIP/101', 'answered', 0.81], ...rang('102')],
      transfers: [['blind', 'PJSIP/101', '102']],
    },
  ],
  'lab-blind-to-outside': [
    {
      ...inbound,
      talk: 0.81 + 2.0,
      agents: [['PJSIP/101', 'answered', 0.81]],
      transfers: [['blind', 'PJSIP/101', '+390551230002']],
    },
  ],
  'lab-blonde-by-key': [
    {
      ...inbound,
      talk: 5.6 + 1.51,
      hold: 4.43,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 5.6],
        ['PJSIP/103', 'transferred-to', 1.51],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
    },
  ],
  'lab-blonde-by-key-unanswered': [
    {
      ...inbound,
      talk: 5.58,
      hold: 4.4,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 5.58], ...rang('103')],
      transfers: [['attended', 'PJSIP/101', '103']],
    },
  ],
  // AMI Bridge takes both agents away from their customers, who are cut off; the two phones talk on with each other.
  'lab-bridge-action': [
    { ...inbound, endedBy: 'system', talk: 1.63, agents: [['PJSIP/101', 'answered', 3.15]] },
    {
      ...inbound,
      endedBy: 'system',
      from: '+79161230003',
      dialled: '5551103',
      talk: 0.58,
      agents: [['PJSIP/103', 'answered', 2.09]],
    },
  ],
  // 101 answers 0.6 s before the customer does: its phone counts 5.77 s.
  'lab-click-then-blind-by-key': [
    {
      ...outbound,
      talk: 5.16 + 0.32,
      hold: 3.78,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 5.16],
        ['PJSIP/103', 'transferred-to', 0.32],
      ],
      transfers: [['blind', 'PJSIP/101', '103']],
    },
  ],
  'lab-click-with-variables': [{ ...outbound, endedBy: 'agent', talk: 1.6, agents: [['PJSIP/101', 'answered', 1.6]] }],
  // The consultation led to nothing: it stays a call of its own.
  'lab-consult-and-return': [
    { ...inbound, talk: 3.35, hold: 1.54, holds: 1, agents: [['PJSIP/101', 'answered', 3.36]] },
    {
      ...internal,
      dialled: '103',
      talk: 1.2,
      agents: [
        ['PJSIP/101', 'answered', 1.2],
        ['PJSIP/103', 'answered', 1.22],
      ],
    },
  ],
  // An announcement picks up, nobody speaks.
  'lab-customer-echo': [
    { ...inbound, dialled: '5559000', outcome: 'cancelled', talk: 0, agents: [], recordings: 0 },
  ],
  'lab-declined-603': [
    { ...inbound, outcome: 'declined', endedBy: 'agent', talk: 0, agents: rang('101'), cause: 21 },
  ],
  'lab-echo-service': [
    { ...internal, outcome: 'cancelled', dialled: '600', talk: 0, agents: [['PJSIP/101', 'answered', 0]] },
  ],
  'lab-forward-302': [
    {
      ...inbound,
      talk: 2.0,
      agents: [...rang('101'), ['PJSIP/102', 'answered', 2.01]],
      transfers: [['forward', 'PJSIP/101', '102']],
    },
  ],
  'lab-forward-302-nobody': [
    {
      ...inbound,
      outcome: 'cancelled',
      talk: 0,
      agents: rang('101', '102'),
      transfers: [['forward', 'PJSIP/101', '102']],
    },
  ],
  'lab-forward-302-outside': [
    {
      ...inbound,
      talk: 2.0,
      agents: rang('101'),
      transfers: [['forward', 'PJSIP/101', '390551230002']],
      recordings: 2,
    },
  ],
  'lab-internal-blind-transfer': [
    {
      ...internal,
      dialled: '102',
      talk: 1.01 + 2.09,
      agents: [
        // Its own phone counts the 0.4 s in which 103 rang as well.
        ['PJSIP/101', 'answered', 1.01 + 2.09],
        ['PJSIP/102', 'answered', 1.01],
        ['PJSIP/103', 'transferred-to', 2.09],
      ],
      transfers: [['blind', 'PJSIP/102', '103']],
    },
  ],
  'lab-invalid-did': [
    {
      ...inbound,
      dialled: '777',
      outcome: 'failed',
      endedBy: 'system',
      talk: 0,
      agents: [],
      recordings: 0,
      cause: 1,
    },
  ],
  // 101 answers before the customer: its phone counts 2.65 s.
  'lab-local-originate-click': [{ ...outbound, talk: 2.0, agents: [['PJSIP/101', 'answered', 2.0]] }],
  'lab-outbound-attended-by-key': [
    {
      ...outbound,
      talk: 5.29 + 1.24,
      hold: 3.93,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 5.29],
        ['PJSIP/103', 'transferred-to', 1.24],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
    },
  ],
  'lab-outbound-attended-transfer': [
    {
      ...outbound,
      talk: 4.49,
      hold: 1.46,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 2.47],
        ['PJSIP/103', 'transferred-to', 3.03],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
      linkedIds: 2,
    },
  ],
  'lab-outbound-blind-transfer': [
    {
      ...outbound,
      talk: 1.03 + 2.06,
      agents: [
        ['PJSIP/101', 'answered', 1.03],
        ['PJSIP/103', 'transferred-to', 2.06],
      ],
      transfers: [['blind', 'PJSIP/101', '103']],
    },
  ],
  'lab-outbound-declined-603': [
    { ...outbound, outcome: 'declined', talk: 0, agents: [['PJSIP/101', 'answered', 0]], cause: 21 },
  ],
  // 1.5 s in the parking space; the phone that parked (by AMI) stayed in its call until then.
  'lab-park-ami-retrieved': [
    {
      ...inbound,
      talk: 3.82 - 1.5,
      agents: [
        ['PJSIP/101', 'answered', 3.5],
        ['PJSIP/102', 'transferred-to', 1.51],
      ],
      transfers: [['park', 'PJSIP/101', '701']],
      linkedIds: 2,
    },
  ],
  'lab-park-given-up': [
    {
      ...inbound,
      talk: 0.8,
      agents: [['PJSIP/101', 'answered', 0.81]],
      transfers: [['park', 'PJSIP/101', '701']],
    },
  ],
  // Nobody fetched the customer for 2 s, 101 was rung again and answered: two legs of one phone.
  'lab-park-timeout': [
    {
      ...inbound,
      talk: 4.22 - 2.2,
      agents: [['PJSIP/101', 'answered', 1.02 + 1.21]],
      transfers: [['park', 'PJSIP/101', '701']],
    },
  ],
  'lab-pickup': [
    { ...inbound, talk: 2.47, agents: [...rang('101'), ['PJSIP/102', 'answered', 2.51]], linkedIds: 2 },
  ],
  'lab-pickup-of-queue-call': [
    {
      ...queued,
      talk: 2.47,
      agents: [...rang('101', '102', '103', '104'), ['PJSIP/105', 'answered', 2.5]],
      visits: [['sales', 'answered']],
      linkedIds: 2,
    },
  ],
  'lab-queue-local-member': [
    {
      ...queued,
      talk: 2.51,
      agents: [...rang('101', '102', '103', '104'), ['PJSIP/105', 'answered', 2.51]],
      visits: [['sales', 'answered']],
    },
  ],
  'lab-queue-local-member-n': [
    {
      ...queued,
      talk: 3.02,
      hold: 1,
      holds: 1,
      agents: [...rang('101', '102', '103', '104'), ['PJSIP/105', 'answered', 3.02]],
      visits: [['sales', 'answered']],
    },
  ],
  // Afterwards 101 listened to an echo for two seconds: no talk.
  'lab-redirect-agent-leg-to-echo': [
    { ...inbound, endedBy: 'system', talk: 0.81, agents: [['PJSIP/101', 'answered', 0.81]] },
  ],
  'lab-redirect-both-to-conference': [
    {
      ...inbound,
      talk: 4.83,
      agents: [
        ['PJSIP/101', 'answered', 5.23],
        ['PJSIP/103', 'transferred-to', 1.0],
      ],
      transfers: [['redirect', null, 'room1']],
      linkedIds: 2,
    },
  ],
  'lab-redirect-customer': [
    {
      ...inbound,
      talk: 0.82 + 1.51,
      agents: [
        ['PJSIP/101', 'answered', 0.82],
        ['PJSIP/102', 'transferred-to', 1.51],
      ],
      transfers: [['redirect', null, '102']],
    },
  ],
  'lab-redirect-out-of-queue': [
    {
      ...queued,
      talk: 1.22,
      agents: [...rang('101', '102', '103', '104'), ['PJSIP/105', 'answered', 1.22]],
      visits: [['sales', 'left']],
    },
  ],
  // 103 waited a second alone in the conference before: its phone counts 3.85 s.
  'lab-transfer-into-conference': [
    {
      ...inbound,
      talk: 3.32,
      agents: [
        ['PJSIP/101', 'answered', 0.81],
        ['PJSIP/103', 'transferred-to', 2.83],
      ],
      transfers: [['blind', 'PJSIP/101', '800']],
      linkedIds: 2,
    },
  ],
  'lab-two-callers-one-agent': [
    {
      ...inbound,
      dialled: '5552000',
      talk: 1.5,
      agents: [['PJSIP/103', 'answered', 1.51]],
      visits: [['support', 'answered']],
    },
    {
      ...inbound,
      from: '+79161230003',
      dialled: '5552000',
      outcome: 'no-answer',
      endedBy: 'system',
      talk: 0,
      agents: rang('104', '105'),
      visits: [['support', 'timed-out']],
    },
  ],
  // Two customers who hear each other in a conference are two calls, and none of ours spoke to either.
  'lab-two-customers-in-conference': ['+79161230001', '+79161230003'].map((from) => ({
    ...inbound,
    from,
    dialled: '5558000',
    outcome: 'cancelled' as const,
    talk: 0,
    agents: [],
    recordings: 0,
  })),
  'lab-withheld-anonymous': [
    { ...inbound, from: null, withheld: true, talk: 0.8, agents: [['PJSIP/101', 'answered', 0.8]] },
  ],
  'lab-withheld-privacy': [{ ...inbound, withheld: true, talk: 0.8, agents: [['PJSIP/101', 'answered', 0.8]] }],
};
