import { describe, expect, it } from 'vitest';
import { testClock } from '$lib/clock/clock.ts';
import { LiveCount } from './live-count.svelte.ts';

const setUp = () => {
  const clock = testClock('2026-03-02T09:00:00Z');
  const asked: string[] = [];
  const answers: ((count: number) => void)[] = [];
  const count = new LiveCount(clock);
  const question = (name: string) => () => {
    asked.push(name);
    return new Promise<{ count: number; isExact: boolean }>((resolve) =>
      answers.push((given) => resolve({ count: given, isExact: true })),
    );
  };
  return { clock, asked, answers, count, question };
};

describe('[CRM-4] the count above a list', () => {
  it('is asked for once the filter is at rest, and an answer to an earlier question is dropped', async () => {
    const { clock, asked, answers, count, question } = setUp();
    count.by(question('a'));
    clock.advance(200);
    count.by(question('b'));
    clock.advance(200);
    expect(asked).toEqual([]);
    clock.advance(100);
    expect(asked).toEqual(['b']);
    expect(count.state).toEqual({ kind: 'counting' });
    count.by(question('c'));
    clock.advance(300);
    answers[1]?.(3);
    answers[0]?.(2);
    await Promise.resolve();
    expect(count.state).toEqual({ kind: 'ready', count: { count: 3, isExact: true } });
  });

  it('follows what comes and goes, many changes by one question, the old figure staying meanwhile', async () => {
    const { clock, asked, answers, count, question } = setUp();
    count.again();
    clock.advance(10_000);
    expect(asked).toEqual([]);
    count.by(question('a'));
    clock.advance(300);
    answers[0]?.(3);
    await Promise.resolve();
    for (let change = 0; change < 20; change += 1) count.again();
    clock.advance(4_000);
    expect(asked).toEqual(['a']);
    clock.advance(1_000);
    expect(asked).toEqual(['a', 'a']);
    expect(count.state).toMatchObject({ kind: 'ready' });
    answers[1]?.(4);
    await Promise.resolve();
    expect(count.state).toMatchObject({ count: { count: 4 } });
  });

  it('is gone when nothing is counted any more', () => {
    const { clock, asked, count, question } = setUp();
    count.by(question('a'));
    count.none();
    clock.advance(10_000);
    expect(asked).toEqual([]);
    expect(count.state).toEqual({ kind: 'none' });
  });
});
