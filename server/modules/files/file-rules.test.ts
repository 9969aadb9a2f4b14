import { describe, expect, it } from 'vitest';
import { contentTypeOf } from './content-type.ts';
import { attachment, safeFileName } from './file-name.ts';

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

describe('[DEAL-1] what a file is', () => {
  it.each([
    ['%PDF-1.7', 'page.html', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n', 'x', 'image/png'],
    ['PK\x03\x04', 'Offer.DOCX', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['PK\x03\x04', 'page.html', 'application/zip'],
    ['<script>alert(1)</script>', 'offer.pdf', 'text/plain'],
    ['MZ\x90\x00', 'offer.pdf', 'application/octet-stream'],
    ['', 'empty.pdf', 'application/octet-stream'],
  ])('%j named %s is %s', (head, name, type) => {
    expect(contentTypeOf(bytes(head), name)).toBe(type);
  });

  it('is text also when the sample ends within a letter', () => {
    const russian = new TextEncoder().encode('Счёт');
    expect(contentTypeOf(russian.slice(0, -1), 'x')).toBe('text/plain');
  });
});

describe('[DEAL-1] the name of a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\..\\offer.pdf', 'offer.pdf'],
    ['..', 'file'],
    ['.htaccess', 'htaccess'],
    ['a\r\nSet-Cookie: x', 'a Set-Cookie_ x'],
    ['offer\u202Efdp.exe', 'offer fdp.exe'],
    ['Счёт №5.pdf', 'Счёт №5.pdf'],
  ])('%j is kept as %j', (given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  it('keeps its ending when it is cut', () => {
    expect(safeFileName(`${'я'.repeat(400)}.pdf`)).toBe(`${'я'.repeat(146)}.pdf`);
  });

  it('goes into a header that nobody can break out of', () => {
    expect(attachment('Счёт "5" %20.pdf')).toBe(
      `attachment; filename="____ _5_ _20.pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82%20%225%22%20%2520.pdf`,
    );
  });
});
