/**
 * What happened in each recorded trace, written down from the truth its phones measured (the .json beside it) and from
 * what was done in it, never from our own output. Seconds are the phones' own, compared within 0.2 s.
 */
import type { AgentRole, CallRecord } from '../../pbx-bridge/contract/call-record.ts';

export interface ExpectedCall {
  readonly direction: CallRecord['direction'];
  readonly outcome: NonNullable<CallRecord['outcome']>;
  readonly endedBy: CallRecord['endedBy'];
  readonly from: string | null;
  readonly dialled: string | null;
  /** Seconds the customer talked (internal: the two devices). */
  readonly talk: number;
  readonly hold?: number;
  /** Who did what, and how long by its own phone. */
  readonly agents: readonly (readonly [iface: string, role: AgentRole, talk: number])[];
  readonly transfers?: readonly (readonly [kind: string, by: string | null, to: string | null])[];
  readonly visits?: readonly (readonly [queue: string, end: string])[];
  /** How many linkedids became this one call; 1 when not given. */
  readonly linkedIds?: number;
  readonly withheld?: boolean;
  readonly cause?: number;
  readonly holds?: number;
  readonly recordings?: number;
  readonly endInferred?: boolean;
}

const customer = '+33612345678';
const inbound = { direction: 'inbound', from: customer, dialled: '5551101', endedBy: 'remote' } as const;
const unanswered = { talk: 0, agents: [['PJSIP/101', 'rang', 0]] } as const;
const clicked = { direction: 'outbound', from: '101', dialled: '+33611112222', recordings: 1 } as const;
const notTalked = { talk: 0, agents: [['PJSIP/101', 'answered', 0]] } as const;
const dialler = { direction: 'outbound', from: '5551000', dialled: '+33677778888', talk: 0, agents: [] } as const;

export const expectedCalls: Readonly<Record<string, readonly ExpectedCall[]>> = {
  'agent-phone-dies-mid-call': [{ ...inbound, outcome: 'answered', talk: 4.5, agents: [['PJSIP/101', 'answered', 4.5]] }],
  'agent-phone-rings-forever': [{ ...inbound, ...unanswered, outcome: 'no-answer', endedBy: 'system' }],
  'agent-to-agent': [
    {
      direction: 'internal',
      outcome: 'answered',
      endedBy: 'agent',
      from: '101',
      dialled: '102',
      talk: 2.0,
      agents: [
        ['PJSIP/101', 'answered', 2.0],
        ['PJSIP/102', 'answered', 2.0],
      ],
    },
  ],
  'agent-unreachable': [{ ...inbound, outcome: 'failed', endedBy: 'system', talk: 0, agents: [], cause: 3 }],
  'ami-hangup': [
    { ...inbound, outcome: 'answered', endedBy: 'system', talk: 1.01, agents: [['PJSIP/101', 'answered', 1.01]] },
  ],
  'ami-reconnect-mid-call': [
    {
      ...inbound,
      dialled: '5551000',
      outcome: 'answered',
      talk: 4.5,
      agents: [
        ['PJSIP/101', 'answered', 4.5],
        ['PJSIP/102', 'rang', 0],
      ],
      visits: [['sales', 'answered']],
      recordings: 1,
    },
  ],
  // Killed at 2 s of talk; the recorder did not write down when its connection broke, so the talk seen is shorter.
  'asterisk-crash-mid-call': [
    {
      ...inbound,
      dialled: '5551000',
      outcome: 'answered',
      endedBy: null,
      talk: 0,
      agents: [
        ['PJSIP/101', 'answered', 0],
        ['PJSIP/102', 'rang', 0],
      ],
      visits: [['sales', 'answered']],
      recordings: 1,
      endInferred: true,
    },
  ],
  // 101's phone was in a call for 5.4 s, 102's for 6.01 s, 3 s of which they talked to each other while the customer held.
  'attended-transfer-ami': [
    {
      ...inbound,
      outcome: 'answered',
      talk: 5.4 + 6.01 - 3.0,
      hold: 3.66,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 5.4],
        ['PJSIP/102', 'transferred-to', 6.01],
      ],
      transfers: [['attended', 'PJSIP/101', '102']],
    },
  ],
  'attended-transfer-sip': [
    {
      ...inbound,
      outcome: 'answered',
      talk: 4.55 + 6.01 - 2.01,
      hold: 3.05,
      holds: 1,
      agents: [
        ['PJSIP/101', 'answered', 4.55],
        ['PJSIP/102', 'transferred-to', 6.01],
      ],
      transfers: [['attended', 'PJSIP/101', '102']],
      linkedIds: 2,
    },
  ],
  'blind-transfer-ami': [
    {
      ...inbound,
      outcome: 'answered',
      endedBy: 'agent',
      talk: 2.01 + 3.0,
      agents: [
        ['PJSIP/101', 'answered', 2.01],
        ['PJSIP/102', 'transferred-to', 3.0],
      ],
      transfers: [['blind', 'PJSIP/101', '102']],
    },
  ],
  'blind-transfer-sip-refer': [
    {
      ...inbound,
      outcome: 'answered',
      talk: 2.05 + 3.01,
      agents: [
        ['PJSIP/101', 'answered', 2.05],
        ['PJSIP/102', 'transferred-to', 3.01],
      ],
      transfers: [['blind', 'PJSIP/101', '102']],
    },
  ],
  'blind-transfer-to-queue': [
    {
      ...inbound,
      outcome: 'answered',
      talk: 1.53 + 2.01,
      agents: [
        ['PJSIP/101', 'answered', 1.53],
        ['PJSIP/102', 'transferred-to', 2.01],
      ],
      transfers: [['blind', 'PJSIP/101', '1000']],
      visits: [['sales', 'answered']],
    },
  ],
  // The parking phone stays in its call until its own BYE, 2.6 s after the customer left for the parking space.
  'call-parked': [
    {
      ...inbound,
      outcome: 'answered',
      talk: 3.61 - 2.6 + 2.0,
      agents: [
        ['PJSIP/101', 'answered', 3.61],
        ['PJSIP/102', 'transferred-to', 2.0],
      ],
      transfers: [['park', 'PJSIP/101', '701']],
      linkedIds: 2,
    },
  ],
  'chanspy-listen-whisper-barge': [3.04, 3.04, 3.03].map((talk) => ({
    ...inbound,
    outcome: 'answered' as const,
    talk,
    agents: [
      ['PJSIP/101', 'answered', talk],
      ['PJSIP/103', 'monitored', 0],
    ] as const,
    linkedIds: 2,
  })),
  conference: [
    {
      direction: 'internal',
      outcome: 'answered',
      endedBy: 'agent',
      from: '101',
      dialled: '800',
      talk: 2.0,
      agents: [
        // Stays half a second longer than the other.
        ['PJSIP/101', 'answered', 2.5],
        ['PJSIP/102', 'answered', 2.0],
      ],
      linkedIds: 2,
    },
  ],
  'customer-puts-us-on-hold': [
    {
      ...inbound,
      outcome: 'answered',
      endedBy: 'agent',
      talk: 4.02,
      hold: 2,
      holds: 1,
      agents: [['PJSIP/101', 'answered', 4.02]],
    },
  ],
  // No SIP customer: a Local channel plays one, with a customer's caller id.
  'echo-playback-local': [
    {
      ...inbound,
      from: '+33612121212',
      dialled: '101',
      outcome: 'answered',
      talk: 3.52,
      agents: [['PJSIP/101', 'answered', 3.52]],
    },
  ],
  'hold-unhold': [
    { ...inbound, outcome: 'answered', talk: 6.01, hold: 3, holds: 1, agents: [['PJSIP/101', 'answered', 6.01]] },
  ],
  'inbound-anonymous': [
    {
      ...inbound,
      from: null,
      withheld: true,
      outcome: 'answered',
      talk: 2.01,
      agents: [['PJSIP/101', 'answered', 2.01]],
    },
  ],
  'inbound-busy': [{ ...inbound, ...unanswered, outcome: 'busy', endedBy: 'agent', cause: 17 }],
  'inbound-caller-cancels': [{ ...inbound, ...unanswered, outcome: 'cancelled' }],
  'inbound-direct-extension-answered': [
    { ...inbound, outcome: 'answered', talk: 3.01, agents: [['PJSIP/101', 'answered', 3.01]], cause: 16 },
  ],
  'inbound-no-answer': [{ ...inbound, ...unanswered, outcome: 'no-answer', endedBy: 'system', cause: 19 }],
  'inbound-queue-abandoned': [
    {
      ...inbound,
      dialled: '5551000',
      outcome: 'abandoned',
      talk: 0,
      agents: [
        ['PJSIP/101', 'rang', 0],
        ['PJSIP/102', 'rang', 0],
      ],
      visits: [['sales', 'abandoned']],
      recordings: 1,
    },
  ],
  'inbound-queue-answered': [
    {
      ...inbound,
      dialled: '5551000',
      outcome: 'answered',
      talk: 4.01,
      agents: [
        ['PJSIP/101', 'rang', 0],
        ['PJSIP/102', 'answered', 4.01],
      ],
      visits: [['sales', 'answered']],
      recordings: 1,
      cause: 16,
    },
  ],
  'inbound-queue-ringnoanswer-then-answered': [
    {
      ...inbound,
      dialled: '5551000',
      outcome: 'answered',
      talk: 2.01,
      agents: [
        ['PJSIP/101', 'answered', 2.01],
        ['PJSIP/102', 'rang', 0],
      ],
      visits: [['sales', 'answered']],
      recordings: 1,
    },
  ],
  'inbound-while-agent-busy-dnd': [
    {
      ...inbound,
      from: '+33600000001',
      outcome: 'answered',
      talk: 0.57,
      agents: [['PJSIP/101', 'answered', 0.57]],
    },
    { ...inbound, ...unanswered, from: '+33600000002', outcome: 'busy', endedBy: 'agent' },
  ],
  // Two of four Originates made a pair of Local channels that led nowhere; the other two made no channel at all.
  'originate-bad-channel': [1, 2].map(() => ({
    direction: 'internal' as const,
    outcome: 'failed' as const,
    endedBy: 'system' as const,
    from: null,
    dialled: '77',
    talk: 0,
    agents: [],
  })),
  'outbound-agent-cancels-while-ringing': [{ ...clicked, ...notTalked, outcome: 'cancelled', endedBy: 'agent' }],
  'outbound-busy': [{ ...clicked, ...notTalked, outcome: 'busy', endedBy: 'remote', cause: 17 }],
  'outbound-by-phone-answered': [
    {
      direction: 'outbound',
      from: '102',
      dialled: '+33644445555',
      outcome: 'answered',
      endedBy: 'remote',
      talk: 3.01,
      agents: [['PJSIP/102', 'answered', 3.01]],
      recordings: 1,
    },
  ],
  'outbound-click-to-call-agent-no-answer': [
    { ...clicked, ...unanswered, recordings: 0, outcome: 'no-answer', endedBy: 'system' },
  ],
  'outbound-click-to-call-answered': [
    {
      ...clicked,
      outcome: 'answered',
      endedBy: 'agent',
      talk: 4.02,
      agents: [['PJSIP/101', 'answered', 4.02]],
      cause: 16,
    },
  ],
  'outbound-congestion-503': [{ ...clicked, ...notTalked, outcome: 'failed', endedBy: 'remote', cause: 34 }],
  'outbound-dialer-amd-queue': [
    {
      direction: 'outbound',
      from: '101',
      dialled: '+33677778888',
      outcome: 'answered',
      endedBy: 'remote',
      talk: 3.01,
      agents: [
        ['PJSIP/101', 'answered', 3.01],
        ['PJSIP/102', 'rang', 0],
      ],
      visits: [['sales', 'answered']],
    },
  ],
  'outbound-dialer-busy': [{ ...dialler, outcome: 'busy', endedBy: 'remote', cause: 17 }],
  'outbound-dialer-invalid-404': [{ ...dialler, dialled: '+33999', outcome: 'failed', endedBy: 'remote', cause: 1 }],
  'outbound-dialer-no-answer': [{ ...dialler, outcome: 'no-answer', endedBy: 'system', cause: 19 }],
  'outbound-early-media': [
    {
      direction: 'outbound',
      from: '102',
      dialled: '+33644445555',
      outcome: 'answered',
      endedBy: 'agent',
      talk: 2.01,
      agents: [['PJSIP/102', 'answered', 2.01]],
      recordings: 1,
    },
  ],
  'outbound-invalid-404': [
    { ...clicked, ...notTalked, dialled: '+33999', outcome: 'failed', endedBy: 'remote', cause: 1 },
  ],
  'outbound-local-channel': [
    {
      direction: 'outbound',
      from: '103',
      dialled: '+33655556666',
      outcome: 'answered',
      endedBy: 'remote',
      talk: 3.0,
      agents: [['PJSIP/103', 'answered', 3.0]],
      recordings: 1,
    },
  ],
  'outbound-no-answer': [{ ...clicked, ...notTalked, outcome: 'no-answer', endedBy: 'system' }],
  'queue-all-agents-unregistered': [
    {
      ...inbound,
      dialled: '5552000',
      outcome: 'no-answer',
      endedBy: 'system',
      talk: 0,
      agents: [],
      visits: [['support', 'timed-out']],
    },
  ],
  'queue-member-pause-unpause': [],
  'queue-then-blind-transfer': [
    {
      ...inbound,
      dialled: '5551000',
      outcome: 'answered',
      talk: 2.04 + 2.01,
      agents: [
        ['PJSIP/101', 'answered', 2.04],
        ['PJSIP/102', 'rang', 0],
        ['PJSIP/103', 'transferred-to', 2.01],
      ],
      transfers: [['blind', 'PJSIP/101', '103']],
      visits: [['sales', 'answered']],
      recordings: 1,
    },
  ],
  'recording-dialplan': [
    {
      ...inbound,
      dialled: '5551000',
      outcome: 'answered',
      talk: 4.01,
      agents: [
        ['PJSIP/101', 'answered', 4.01],
        ['PJSIP/102', 'rang', 0],
      ],
      visits: [['sales', 'answered']],
      recordings: 1,
    },
  ],
  'supervisor-chanspy-by-ami': [
    {
      ...inbound,
      outcome: 'answered',
      talk: 3.33,
      agents: [
        ['PJSIP/101', 'answered', 3.33],
        ['PJSIP/103', 'monitored', 0],
      ],
      linkedIds: 2,
    },
  ],
  'two-simultaneous-interleaved': [
    {
      ...inbound,
      from: '+33600000001',
      outcome: 'answered',
      talk: 4.03,
      agents: [['PJSIP/101', 'answered', 4.03]],
    },
    {
      ...inbound,
      from: '+33600000002',
      dialled: '5551102',
      outcome: 'answered',
      talk: 2.01,
      agents: [['PJSIP/102', 'answered', 2.01]],
    },
  ],
  // Five calls, recorded over five restarts of the PBX that began channel names anew each time.
  'webrtc-inbound-answered': [1, 2, 3, 4, 5].map(() => ({
    ...inbound,
    dialled: '5551104',
    outcome: 'answered' as const,
    talk: 5.0,
    agents: [['PJSIP/104', 'answered', 5.0]] as const,
    cause: 16,
  })),
  // The page closes at 2 s; five silent seconds later Asterisk's RTP time-out ends the call.
  'webrtc-page-closed-mid-call': [
    {
      ...inbound,
      dialled: '5551104',
      outcome: 'answered',
      endedBy: 'system',
      talk: 7.01,
      agents: [['PJSIP/104', 'answered', 7.01]],
    },
  ],
  // Without that time-out the customer sits in dead air until hanging up.
  'webrtc-page-closed-mid-call-no-rtp-timeout': [
    { ...inbound, dialled: '5551104', outcome: 'answered', talk: 25.0, agents: [['PJSIP/104', 'answered', 25.0]] },
  ],
};
