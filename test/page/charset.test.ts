import { describe, expect, it } from 'vitest';
import { contentOf } from './reading.ts';

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

const UTF16 = Buffer.from('\ufeff<b data-feature=A>é', 'utf16le');

describe('the text of a page', () => {
  it.each([
    ['UTF-8 by default', bytes('<p>é'), undefined, '<p>é'],
    ['a byte order mark of UTF-8', bytes([0xef, 0xbb, 0xbf], '<p>é'), 'text/html; charset=latin1', '<p>é'],
    ['a byte order mark of UTF-16, little end first', UTF16, undefined, '<b data-feature=A>é'],
    ['a byte order mark of UTF-16, big end first', Buffer.from(UTF16).swap16(), undefined, '<b data-feature=A>é'],
    ['the header', bytes('<p>', [0xe9]), 'text/html; charset=ISO-8859-1', '<p>é'],
    ['the header, quoted', bytes('<p>', [0x93, 0xfa, 0x96, 0x7b]), 'text/html;charset="shift_jis"', '<p>日本'],
    [
      'the header before the page',
      bytes('<meta charset=utf-8><p>', [0xe9]),
      'text/html; charset=latin1',
      '<meta charset=utf-8><p>é',
    ],
    ['the page', bytes('<meta charset="windows-1252"><p>', [0x80]), undefined, '<meta charset="windows-1252"><p>€'],
    [
      'the page, that claims UTF-16 in plain letters',
      bytes('<meta charset=utf-16><p>é'),
      undefined,
      '<meta charset=utf-16><p>é',
    ],
    ['UTF-8 where the label is not known', bytes('<p>é'), 'text/html; charset=klingon', '<p>é'],
    ['UTF-8 where the label is refused by browsers', bytes('<p>é'), 'text/html; charset=iso-2022-kr', '<p>é'],
    ['UTF-8 that is not valid', bytes('<p>', [0xff, 0xc3], 'x'), undefined, '<p>\ufffd\ufffdx'],
  ])('is decoded by %s', (_what, page, contentType = 'text/html', text) => {
    expect(contentOf(page, { headers: { contentType } }).text).toBe(text);
  });

  it('is decoded by an old meta', () => {
    const page = bytes(`<meta http-equiv=Content-Type content='text/html; charset=iso-8859-15'><p>`, [0xa4]);
    expect(contentOf(page).text.at(-1)).toBe('€');
  });

  it('is not decoded by a meta in a comment, nor by one that comes too late', () => {
    expect(contentOf(bytes('<!-- <meta charset=latin1> --><p>é')).text.at(-1)).toBe('é');
    expect(contentOf(bytes(`${' '.repeat(1024)}<meta charset=latin1><p>é`)).text.at(-1)).toBe('é');
  });

  it('gives tokens in every encoding', () => {
    expect([...contentOf(UTF16).tokens.keys()]).toEqual(['A']);
  });
});
