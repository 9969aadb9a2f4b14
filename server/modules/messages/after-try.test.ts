/** What becomes of a message after a try: it ends, and never goes twice by itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageProblems } from '../../contract/messages.contract.ts';
import { decideAfterTry, retryAfterMs } from './after-try.ts';

const now = new Date('2026-03-02T10:00:00Z');
const failure = (problem: (typeof messageProblems)[number]) => ({ sent: false, problem, detail: 'why' }) as const;

describe('[CRM-5] after a try', () => {
  it('what the mail server took is sent', () => {
    expect(decideAfterTry({ sent: true, detail: '250 ok' }, { tries: 3, now })).toEqual({
      state: 'sent',
      problem: null,
      nextTryAt: null,
    });
  });

  it.each(['unreachable', 'busy', 'sign-in', 'not-set-up'] as const)('%s is tried again, for a day', (problem) => {
    const times = Array.from({ length: 10 }, (_, index) => {
      const { state, nextTryAt } = decideAfterTry(failure(problem), { tries: index + 1, now });
      return state === 'queued' ? (nextTryAt?.getTime() ?? 0) - now.getTime() : state;
    });
    expect(times).toEqual([...retryAfterMs, 'failed']);
    const hours = retryAfterMs.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThan(25);
  });

  it('what is refused is not asked again', () => {
    expect(decideAfterTry(failure('refused'), { tries: 1, now })).toMatchObject({ state: 'failed', nextTryAt: null });
  });

  it('what may have gone out waits for a person, and every message comes to an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...messageProblems), { minLength: 12, maxLength: 30 }), (problems) => {
        let tries = 0;
        for (const problem of problems) {
          tries += 1;
          const { state, nextTryAt } = decideAfterTry(failure(problem), { tries, now });
          expect(state === 'queued').toBe(nextTryAt !== null);
          if (problem === 'unclear') expect(state).toBe('unclear');
          if (state !== 'queued') return;
        }
        expect.fail('tried for ever');
      }),
    );
  });
});
