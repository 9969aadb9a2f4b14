import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeAction } from './ami-encoder.ts';
import { AmiValueRefused } from './ami-errors.ts';

test('an action is given in the shape asterisk-manager takes', () => {
  expect(
    encodeAction({ name: 'Originate', fields: { Channel: 'PJSIP/101' }, variables: { __TRUNKLINE_ATTEMPT: 'a1' } }),
  ).toEqual({ action: 'Originate', Channel: 'PJSIP/101', variable: { __TRUNKLINE_ATTEMPT: 'a1' } });
});

test.each(['\r', '\n', '\r\nAction: Command', '\0', 'x\u2028y'])('a value with %j is refused', (bad) => {
  expect(() => encodeAction({ name: 'Originate', fields: { CallerID: `Bob${bad}` } })).toThrow(AmiValueRefused);
  expect(() => encodeAction({ name: 'Originate', variables: { A: `v${bad}` } })).toThrow(AmiValueRefused);
});

test.each(['Call\r\nerID', 'Action', 'ActionID', 'a b', '', 'Chan:nel'])('the header name %j is refused', (key) => {
  expect(() => encodeAction({ name: 'Originate', fields: { [key]: 'x' } })).toThrow(AmiValueRefused);
});

test.each(['A\r\nB', 'A=B', 'FUNC(x)', ''])('the variable name %j is refused', (key) => {
  expect(() => encodeAction({ name: 'Originate', variables: { [key]: 'x' } })).toThrow(AmiValueRefused);
});

test.each(['a,b', 'a"b', 'a\\b'])(
  'the variable value %j would be cut or changed by Asterisk and is refused',
  (value) => {
    expect(() => encodeAction({ name: 'Originate', variables: { A: value } })).toThrow(AmiValueRefused);
  },
);

test('an action name cannot carry a header', () => {
  expect(() => encodeAction({ name: 'Ping\r\nAction: Command' })).toThrow(AmiValueRefused);
});

test('a value that is too long for Asterisk is refused', () => {
  expect(() => encodeAction({ name: 'Hangup', fields: { Channel: 'x'.repeat(1001) } })).toThrow(AmiValueRefused);
});

test('whatever is let through holds no line end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (key, value) => {
      let encoded: unknown;
      try {
        encoded = encodeAction({ name: 'X', fields: { [key]: value }, variables: { A: value } });
      } catch (error) {
        expect(error).toBeInstanceOf(AmiValueRefused);
        return;
      }
      expect(JSON.stringify(encoded)).not.toMatch(/\\r|\\n|\\u0000/);
    }),
    { numRuns: 3000 },
  );
});
