import { expect, test } from 'vitest';
import { newPassword } from './new-password.ts';

test('[ACC-3] a new password is long, never the same twice, and has no letters that look alike', () => {
  const made = Array.from({ length: 200 }, newPassword);
  expect(new Set(made).size).toBe(200);
  for (const password of made) expect(password).toMatch(/^[a-km-np-z2-9]{14}$/);
});
