/**
 * Calls by way of Local channels, transfers that phones complete while the target still rings, queues that are left, recorded
 * on our own PBX lab with a longer dialplan; seconds are the phones' own, as in expected-lab-calls.ts.
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
const outbound = { direction: 'outbound', from: '101', dialled: '+33611112222', endedBy: 'remote' } as const;
const rang = (...extensions: readonly string[]) => extensions.map((each) => [`PJSIP/${each}`, 'rang', 0] as const);

export const expectedRarerCalls: Readonly<Record<string, readonly ExpectedCall[]>> = {
  // The agent who hangs up rings again and takes the customer back: atxferdropcall=no.
  'lab-attended-by-key-recalled': [
    {
      ...recorded,
      talk: 5.28 + 4.19,
      hold: 5.28 - 0.86,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 5.28 + 4.19], ...rang('103')],
      transfers: [['attended', 'PJSIP/101', '103']],
      linkedIds: 2,
    },
  ],
  // Nobody picks up: 103 is rung again, 101 is rung again, then Asterisk gives up. All of it is one call.
  'lab-attended-by-key-recall-unanswered': [
    {
      ...recorded,
      endedBy: 'system',
      talk: 5.33,
      hold: 5.33 - 0.86,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 5.33], ...rang('103')],
      transfers: [['attended', 'PJSIP/101', '103']],
      linkedIds: 4,
    },
  ],
  'lab-attended-twice': [
    {
      ...recorded,
      talk: 4.65,
      hold: 0.92 + 1.01,
      holds: 2,
      agents: [
        ['PJSIP/101', 'answered', 1.52],
        ['PJSIP/102', 'transferred-to', 2.52],
        ['PJSIP/103', 'transferred-to', 1.94],
      ],
      transfers: [
        ['attended', 'PJSIP/101', '102'],
        ['attended', 'PJSIP/102', '103'],
      ],
      linkedIds: 3,
    },
  ],
  'lab-back-to-queue-abandoned': [
    {
      ...recorded,
      dialled: '5551000',
      talk: 0.9,
      agents: [['PJSIP/101', 'answered', 0.9], ...rang('102', '103', '104')],
      transfers: [['blind', 'PJSIP/101', '2000']],
      visits: [
        ['sales', 'answered'],
        ['support', 'abandoned'],
      ],
    },
  ],
  // 102 is busy and the dialplan dials whoever transferred.
  'lab-blind-comes-back': [
    {
      ...recorded,
      talk: 0.71 + 2.6,
      agents: [['PJSIP/101', 'answered', 0.71 + 2.6], ...rang('102')],
      transfers: [['blind', 'PJSIP/101', '192']],
    },
  ],
  // REFER with Replaces while 103 still rings.
  'lab-blonde-by-refer': [
    {
      ...recorded,
      talk: 1.12 + 2.01,
      hold: 0.52,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 1.12],
        ['PJSIP/103', 'transferred-to', 2.01],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
      linkedIds: 2,
    },
  ],
  'lab-blonde-by-refer-unanswered': [
    {
      ...recorded,
      talk: 1.12,
      hold: 0.52,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 1.12], ...rang('103')],
      transfers: [['attended', 'PJSIP/101', '103']],
      linkedIds: 2,
    },
  ],
  // 101's phone counts 0.5 s in which it waited for the customer.
  'lab-click-by-local-busy': [
    { ...outbound, outcome: 'busy', talk: 0, agents: [['PJSIP/101', 'answered', 0]], recordings: 1, cause: 17 },
  ],
  // Whom it was for is only in the answer to the Originate.
  'lab-click-by-local-unanswered': [
    { ...outbound, outcome: 'no-answer', endedBy: 'system', talk: 0, agents: rang('101') },
  ],
  // A Local channel stands in the queue for the customer at its other end.
  'lab-dialler-by-local-abandoned': [
    {
      ...outbound,
      from: null,
      outcome: 'abandoned',
      talk: 0,
      agents: rang('101', '102', '103', '104'),
      visits: [['sales', 'abandoned']],
      recordings: 1,
    },
  ],
  'lab-forward-chain': [
    {
      ...recorded,
      talk: 1.5,
      agents: [...rang('101', '102'), ['PJSIP/103', 'answered', 1.51]],
      transfers: [
        ['forward', 'PJSIP/101', '102'],
        ['forward', 'PJSIP/102', '103'],
      ],
    },
  ],
  // 103 was given to 105 while it rang; 105's phone counts the 1.1 s of waiting as well.
  'lab-internal-blonde-by-refer': [
    {
      direction: 'internal',
      outcome: 'answered',
      endedBy: 'agent',
      from: '105',
      dialled: '102',
      talk: 0.91 + 2.4,
      hold: 0.41,
      holds: 1,
      agents: [
        ['PJSIP/105', 'answered', 0.91 + 2.4],
        ['PJSIP/102', 'answered', 0.91],
        ['PJSIP/103', 'transferred-to', 2.4],
      ],
      transfers: [['attended', 'PJSIP/102', '103']],
      linkedIds: 2,
    },
  ],
  // 101 asked 102 to reach somebody outside: the one outside is the customer of the call, and 101 was given to them.
  'lab-internal-given-to-outside': [
    {
      ...outbound,
      from: '102',
      outcome: 'answered',
      endedBy: 'agent',
      talk: 2.21,
      agents: [
        ['PJSIP/102', 'answered', 1.61],
        ['PJSIP/101', 'transferred-to', 3.11],
      ],
      transfers: [['attended', 'PJSIP/102', '101']],
      linkedIds: 2,
      recordings: 1,
    },
  ],
  'lab-nested-locals': [{ ...inbound, dialled: '5557021', talk: 1.5, agents: [['PJSIP/101', 'answered', 1.51]] }],
  // The phone refers its consultation with somebody outside to the customer's call.
  'lab-outside-joined-reversed': [
    {
      ...recorded,
      talk: 3.72,
      hold: 1.01,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 1.72]],
      transfers: [['attended', 'PJSIP/101', '+33622220000']],
      linkedIds: 2,
      recordings: 2,
    },
  ],
  // AMI Park names the customer as the parker; 101's phone stays in its call to the end.
  'lab-park-ami-without-parker': [
    {
      ...recorded,
      talk: 0.5 + 1.2,
      agents: [
        ['PJSIP/101', 'answered', 3.1],
        ['PJSIP/103', 'transferred-to', 1.2],
      ],
      transfers: [['park', null, '701']],
      linkedIds: 2,
    },
  ],
  'lab-pickup-by-group-key': [
    { ...recorded, talk: 1.45, agents: [...rang('101'), ['PJSIP/102', 'answered', 1.5]], linkedIds: 2 },
  ],
  // A key leads out of the queue to an announcement, where the caller hangs up: nobody answered.
  'lab-queue-left-by-key': [
    {
      ...inbound,
      dialled: '5557014',
      outcome: 'no-answer',
      talk: 0,
      agents: rang('101'),
      visits: [['exitq', 'left']],
    },
  ],
  // Queue(...,c): 101 hangs up, the customer goes on to an announcement and leaves two seconds later.
  'lab-queue-survey': [
    {
      ...inbound,
      dialled: '5557007',
      endedBy: 'agent',
      talk: 1.5,
      agents: [['PJSIP/101', 'answered', 1.5], ...rang('102', '103', '104')],
      visits: [['sales', 'answered']],
    },
  ],
  // AMI Redirect of the agent's leg cuts the customer off; what the two agents say afterwards ends nothing.
  'lab-redirect-agent-to-agent': [
    {
      ...recorded,
      endedBy: 'system',
      talk: 0.61,
      agents: [
        ['PJSIP/101', 'answered', 0.61 + 1.2],
        ['PJSIP/102', 'consulted', 1.2],
      ],
    },
  ],
  'lab-ring-group-of-locals': [
    { ...inbound, dialled: '5557003', talk: 1.5, agents: [['PJSIP/102', 'answered', 1.51], ...rang('101')] },
  ],
  // Rings at a desk and at a mobile of ours: the call is about who called, not about the mobile.
  'lab-ring-group-with-mobile': [
    {
      ...inbound,
      dialled: '5557004',
      outcome: 'no-answer',
      endedBy: 'system',
      talk: 0,
      agents: rang('101'),
      cause: 19,
    },
  ],
  // 101's phone also counts the 1.4 s in which it alone hears who is calling.
  'lab-screened': [{ ...inbound, dialled: '5557018', talk: 2.07, agents: [['PJSIP/101', 'answered', 2.08]] }],
  'lab-swap-then-transfer': [
    {
      ...recorded,
      talk: 4.62,
      hold: 4.62 - 1.5 - 1.5,
      holds: 2,
      agents: [
        ['PJSIP/101', 'answered', 3.13],
        ['PJSIP/103', 'transferred-to', 3.72],
      ],
      transfers: [['attended', 'PJSIP/101', '103']],
      linkedIds: 2,
    },
  ],
  // Two who called us and are given to each other stay two calls; the second is cut off when the first hangs up.
  'lab-two-callers-joined': [
    {
      ...recorded,
      talk: 3.61,
      hold: 0.92,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 1.62]],
      transfers: [['attended', 'PJSIP/101', '+79161230003']],
    },
    {
      ...recorded,
      from: '+79161230003',
      endedBy: 'system',
      talk: 2.71,
      agents: [['PJSIP/101', 'answered', 0.7]],
      transfers: [['attended', 'PJSIP/101', '+79161230001']],
    },
  ],
  // The first trunk answers 503, the dialplan takes the second.
  'lab-two-trunks': [
    {
      ...outbound,
      dialled: '12345678',
      outcome: 'answered',
      endedBy: 'agent',
      talk: 1.5,
      agents: [['PJSIP/101', 'answered', 1.5]],
    },
  ],
};
