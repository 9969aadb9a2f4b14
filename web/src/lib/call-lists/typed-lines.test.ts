import { describe, expect, it } from 'vitest';
import { readTypedLines } from './typed-lines.ts';

const one = (text: string) => readTypedLines(text)[0];

describe('a typed line', () => {
  it('is a number in any form', () => {
    expect(one('8 (912) 556-00-01')).toEqual({ number: '8 (912) 556-00-01', name: '' });
    expect(one('+33612203001')).toEqual({ number: '+33612203001', name: '' });
  });
  it('is a number and a name in either order, whatever stands between', () => {
    const both = { number: '+33 6 12 20 30 01', name: 'Vera Wood' };
    for (const between of ['; ', ', ', '\t', ' ']) {
      expect(one(`+33 6 12 20 30 01${between}Vera Wood`)).toEqual(both);
      expect(one(`Vera Wood${between}+33 6 12 20 30 01`)).toEqual(both);
    }
  });
  it('is a name, be there a digit in it', () => {
    expect(one('  Henry 8  ')).toEqual({ number: '', name: 'Henry 8' });
  });
  it('is something that the server refuses when it has too few digits and nothing else', () => {
    expect(one('12')).toEqual({ number: '12', name: '' });
  });
  it('counts only when something is in it', () => {
    expect(readTypedLines('\n  \r\n;\nVera Wood\r\n')).toEqual([{ number: '', name: 'Vera Wood' }]);
  });
});
