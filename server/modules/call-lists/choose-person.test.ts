import { describe, expect, it } from 'vitest';
import { choosePerson } from './choose-person.ts';

const vera = { contactId: 'ctc_1', name: 'Vera Wood' };
const ivan = { contactId: 'ctc_2', name: 'Ivan Silent' };
const line = (number: string, name = '') => ({ number, name });

describe('[CAM-1] a typed line', () => {
  it('with the number of somebody is that person, whatever name stands beside it', () => {
    expect(choosePerson(line('+33612200001', 'Anybody'), '+33612200001', [vera])).toEqual({
      kind: 'known',
      contactId: 'ctc_1',
    });
  });
  it('with a number that several people have is the one of that name, else the first', () => {
    const [number, both] = ['+33612200001', [vera, ivan]] as const;
    expect(choosePerson(line(number, 'ivan  SILENT'), number, both)).toMatchObject({ contactId: 'ctc_2' });
    expect(choosePerson(line(number), number, both)).toMatchObject({ contactId: 'ctc_1' });
  });
  it('with a number that nobody has is somebody new, called by the number when no name is there', () => {
    const e164 = '+33612200002';
    expect(choosePerson(line(e164, 'Nina'), e164, [])).toEqual({ kind: 'new', e164, name: 'Nina' });
    expect(choosePerson(line(e164), e164, [])).toEqual({ kind: 'new', e164, name: e164 });
  });
  it('with a name alone is one person, or says why it is nobody', () => {
    expect(choosePerson(line('', 'Vera Wood'), null, [vera])).toEqual({ kind: 'known', contactId: 'ctc_1' });
    expect(choosePerson(line('', 'Vera Wood'), null, [vera, { ...ivan, name: 'Vera Wood' }])).toEqual({
      kind: 'unclear',
      because: 'several',
    });
    expect(choosePerson(line('', 'Nobody'), null, [])).toEqual({ kind: 'unclear', because: 'nobody' });
  });
  it('with digits that are no number is not guessed at', () => {
    expect(choosePerson(line('12', 'Vera Wood'), null, [])).toEqual({ kind: 'unclear', because: 'not-a-number' });
  });
});
