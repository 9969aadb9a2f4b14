import { runInNewContext } from 'node:vm';
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

test('[API-1] the script of the form fetches a token, and another one when the page comes back from the memory of the browser', async () => {
  const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(formSnippet('https://crm.example', 'wfm_1', labels)) ?? [];
  const fields = { token: { value: '' }, page: { value: '' } };
  let shows: ((event: { persisted: boolean }) => void) | undefined;
  let tokens = 0;
  runInNewContext(script, {
    document: {
      getElementById: () => ({
        action: 'https://crm.example/api/web-forms/wfm_1',
        elements: { namedItem: (name: 'token' | 'page') => fields[name] },
      }),
    },
    location: { search: '', origin: 'https://firm.example', pathname: '/contact' },
    URLSearchParams,
    addEventListener: (name: string, listener: typeof shows) => {
      if (name === 'pageshow') shows = listener;
    },
    fetch: async () => {
      tokens += 1;
      const token = `token ${tokens}`;
      return { json: async () => ({ token }) };
    },
  });
  await expect.poll(() => fields.token.value).toBe('token 1');
  expect(fields.page.value).toBe('https://firm.example/contact');
  shows?.({ persisted: false });
  shows?.({ persisted: true });
  await expect.poll(() => fields.token.value).toBe('token 2');
  expect(tokens).toBe(2);
});
