import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrubber } from '../../src/lib/capture/scrubber.ts';

const VALUE = 'p4ss/w"ord+ä&<x> \\end';

function scrubbed(text: string, value = VALUE): string {
  const values = scrubber();
  values.add(value);
  return values.scrub(text);
}

describe('scrubbing messages', () => {
  it.each([
    ['as it is', VALUE],
    ['as JSON', JSON.stringify(VALUE).slice(1, -1)],
    ['as JSON within JSON', JSON.stringify(JSON.stringify(VALUE).slice(1, -1)).slice(1, -1)],
    ['in a URL', encodeURIComponent(VALUE)],
    ['in a URL, in small letters', encodeURIComponent(VALUE).replaceAll(/%../g, (code) => code.toLowerCase())],
    ['in a form', new URLSearchParams({ a: VALUE.replaceAll(/[!'()~*]/g, '') }).toString().slice(2)],
    ['in XML', VALUE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    [
      'in an attribute',
      VALUE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ],
    ['as base64', Buffer.from(VALUE).toString('base64')],
    ['as base64url', Buffer.from(VALUE).toString('base64url')],
    ['as hex', Buffer.from(VALUE).toString('hex')],
    ['as hex in capitals', Buffer.from(VALUE).toString('hex').toUpperCase()],
  ])('takes a value out %s', (_, form) => {
    expect(scrubbed(`Invalid value: ${form} at 1`)).toBe('Invalid value: [secret] at 1');
  });

  it('takes a value out of base64 that begins before it and ends behind it', () => {
    assert(
      property(
        string({ minLength: 12, maxLength: 40 }),
        string({ maxLength: 9 }),
        string({ maxLength: 9 }),
        (value, before, behind) => {
          const text = Buffer.from(`${before}${value}${behind}`).toString('base64');
          expect(scrubbed(text, value)).toContain('[secret]');
          expect(scrubbed(text, value)).not.toContain(Buffer.from(value).toString('base64').slice(4, -4));
        },
      ),
    );
  });

  it('takes each long line out of a text', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n';
    expect(scrubbed('no MIIEvQIBADANBgkqhkiG9w0BAQEF here', key)).toBe('no [secret] here');
  });

  it('takes the longer of two values that overlap', () => {
    const values = scrubber();
    values.add('secret-1');
    values.add('secret-1-and-more');
    expect(values.scrub('it is secret-1-and-more, not secret-1')).toBe('it is [secret], not [secret]');
  });

  it('takes out what signs an address, known or not', () => {
    expect(scrubbed('GET https://code.example/f.zip?X-Amz-Signature=abc&b=1 failed')).toBe(
      'GET https://code.example/f.zip?[secret] failed',
    );
    expect(scrubbed('cannot read https://me:token@git.example/a.git')).toBe(
      'cannot read https://[secret]@git.example/a.git',
    );
  });

  it('leaves a value of fewer than 6 characters, which any text may have', () => {
    expect(scrubbed('it is here', 'is')).toBe('it is here');
  });

  it('takes no long time for a long hostile text', () => {
    const started = performance.now();
    scrubbed('http://'.repeat(50_000));
    scrubbed('a.'.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
