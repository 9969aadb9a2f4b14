import { expect, test } from 'vitest';
import { honeypotField, tokenField } from '$contract/web-forms.contract.ts';
import { formSnippet } from './form-snippet.ts';

const labels = { name: 'Name', phone: 'Tel', email: 'E-mail', message: 'What "is" it?', send: '<Send>' };

test('[API-1] the HTML of a form has the fields that the server looks for, and escapes what people typed', () => {
  const html = formSnippet('https://crm.example', 'wfm_1', labels);
  for (const field of [honeypotField, tokenField, 'name', 'phone', 'email', 'message'])
    expect(html).toContain(`name="${field}"`);
  expect(html).toContain('action="https://crm.example/api/web-forms/wfm_1" method="post"');
  expect(html).toContain('What &quot;is&quot; it?');
  expect(html).not.toContain('<Send>');
  expect(html.match(/<script>/g)).toHaveLength(1);
  expect(html.trim().endsWith('</script>')).toBe(true);
});
