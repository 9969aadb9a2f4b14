import { expect, test } from 'vitest';
import { type DeskCall, decideOpened, type Opened, openedPath, readOpened } from './opened.ts';

const ringing: DeskCall = { id: 'r', phase: 'ringing' };
const talking: DeskCall = { id: 't', phase: 'talking' };
const wrapUp: DeskCall = { id: 'w', phase: 'wrap-up' };
const call = (id: string): Opened => ({ kind: 'call', id });
const decide = (opened: Opened | null, calls: DeskCall[], before: DeskCall[] = [], isTyping = false): Opened | null =>
  decideOpened({ opened, calls, before, isTyping }).opened;

test('[TEL-1] the card opens while the phone rings when nothing is open', () => {
  expect(decide(null, [ringing])).toEqual(call('r'));
});

test('[TEL-1] the card of a ringing call replaces a person or a debt that was only looked at', () => {
  expect(decide({ kind: 'contact', id: 'p' }, [ringing])).toEqual(call('r'));
});

test('[UX-1] a ringing call never takes the place of a call that is worked on', () => {
  expect(decide(call('t'), [ringing, talking], [talking])).toEqual(call('t'));
  expect(decide(call('w'), [ringing, wrapUp], [wrapUp])).toEqual(call('w'));
});

test('[UX-1] nothing changes under a person who types', () => {
  expect(decide({ kind: 'contact', id: 'p' }, [ringing], [], true)).toEqual({ kind: 'contact', id: 'p' });
  const answered: DeskCall = { id: 'r', phase: 'talking' };
  expect(decide(call('w'), [answered, wrapUp], [ringing, wrapUp], true)).toEqual(call('w'));
});

test('[TEL-10] a call that was just answered comes before the after-call work of another', () => {
  const answered: DeskCall = { id: 'r', phase: 'talking' };
  expect(decide(call('w'), [answered, wrapUp], [ringing, wrapUp])).toEqual(call('r'));
  expect(decide(call('w'), [answered, wrapUp], [answered, wrapUp])).toEqual(call('w'));
});

test('[TEL-1] a ringing call that somebody else answered makes room for what is left', () => {
  expect(decide(call('r'), [wrapUp], [ringing, wrapUp])).toEqual(call('w'));
  expect(decide(call('r'), [], [ringing])).toBeNull();
  expect(decide(call('r'), [], [ringing], true)).toBeNull();
});

test('[TEL-10] a call from the address that is not known yet is waited for after a reload', () => {
  expect(decide(call('t'), [], [])).toEqual(call('t'));
  expect(decide(call('t'), [talking], [])).toEqual(call('t'));
});

test('[TEL-5] a call that was clicked opens when it begins', () => {
  expect(decide({ kind: 'missed-call', id: 'm' }, [{ id: 'd', phase: 'dialling' }])).toEqual(call('d'));
});

test('[UX-1] what is open stands in the address and comes back from it', () => {
  for (const opened of [call('a b'), { kind: 'missed-call', id: 'm' } as Opened]) {
    expect(readOpened(new URL(openedPath(opened), 'http://x').searchParams)).toEqual(opened);
  }
  expect(readOpened(new URL(openedPath(null), 'http://x').searchParams)).toBeNull();
});
