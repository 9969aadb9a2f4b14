import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from './built-in-words.ts';
import { fillMacros, type MacroValues, scriptMacros, unknownMacros } from './fill-macros.ts';

const values = { 'customer.name': 'Vera Wood', 'agent.name': ' ' };
const shown = (text: string, given: MacroValues = values) =>
  fillMacros(text, given).map(({ kind, text: words }) => `${kind}:${words}`);

describe('[CAM-3] macros', () => {
  it('become what is known of the call', () => {
    expect(shown('Hello {{customer.name}}, {{ customer.name }}!')).toEqual([
      'text:Hello ',
      'filled:Vera Wood',
      'text:, ',
      'filled:Vera Wood',
      'text:!',
    ]);
  });

  it('of which nothing is known stay, and are told apart from those that are none of ours', () => {
    expect(shown('{{agent.name}}{{customer.shoe}}{{constructor}}{{}}')).toEqual([
      'empty:{{agent.name}}',
      'unknown:{{customer.shoe}}',
      'unknown:{{constructor}}',
      'unknown:{{}}',
    ]);
    expect(unknownMacros('{{customer.name}} {{x}}')).toEqual(['{{x}}']);
  });

  it('are put in once: a name that looks like a macro stays a name', () => {
    expect(shown('{{customer.name}}', { 'customer.name': '{{agent.name}}', 'agent.name': 'Anna' })).toEqual([
      'filled:{{agent.name}}',
    ]);
  });

  it('lose nothing of the text', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('{{', '}}', '{{customer.name}}', '{{x}}', '{', '\n'));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          fillMacros(text, {})
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('have words in every language', () => {
    for (const macro of Object.values(scriptMacros))
      for (const language of languages) expect(macro[language]).not.toBe('');
  });
});
