import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBatches } from '../../src/lib/estate/route53/change-batches.ts';
import { recordChanges } from '../../src/lib/estate/route53/record-changes.ts';
import type { RecordSet } from '../../src/lib/estate/route53/record.ts';
import { zoneFile } from '../../src/lib/estate/route53/zone-file.ts';

const ZONE = 'example.com.';

function record(Name: string, Type: RecordSet['Type'], ...values: readonly string[]): RecordSet {
  return { Name, Type, TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) };
}

function linesOf(...records: readonly RecordSet[]): readonly string[] {
  return zoneFile(ZONE, records).split('\n').slice(1, -1);
}

describe('a zone file', () => {
  it.each([
    [record('\\052.example.com.', 'A', '192.0.2.1'), '*.example.com. 60 IN A 192.0.2.1'],
    [record('\\100.example.com.', 'A', '192.0.2.1'), '\\064.example.com. 60 IN A 192.0.2.1'],
    [record('a\\056b.example.com.', 'A', '192.0.2.1'), 'a\\046b.example.com. 60 IN A 192.0.2.1'],
    [record('_dmarc.example.com.', 'TXT', '"v=DMARC1; p=none"'), '_dmarc.example.com. 60 IN TXT "v=DMARC1; p=none"'],
    [record('t.example.com.', 'TXT', '"a" "b \\"c\\" \\\\"'), 't.example.com. 60 IN TXT "a" "b \\034c\\034 \\092"'],
    [record('t.example.com.', 'TXT', '"\\303\\251"'), 't.example.com. 60 IN TXT "\\195\\169"'],
    [record('c.example.com.', 'CNAME', 'd1.cloudfront.net'), 'c.example.com. 60 IN CNAME d1.cloudfront.net.'],
    [record('m.example.com.', 'MX', '10 mail.example.com'), 'm.example.com. 60 IN MX 10 mail.example.com.'],
    [
      record('_s._tcp.example.com.', 'SRV', '1 2 443 a.example.com'),
      '_s._tcp.example.com. 60 IN SRV 1 2 443 a.example.com.',
    ],
    [
      record('c.example.com.', 'CAA', '0 issue "ca.example; a=b"'),
      'c.example.com. 60 IN CAA 0 issue "ca.example; a=b"',
    ],
    [record('h.example.com.', 'HTTPS', '1 . alpn="h2,h3"'), 'h.example.com. 60 IN HTTPS 1 . alpn="h2,h3"'],
  ])('writes %j', (one, line) => {
    expect(linesOf(one)).toEqual([line]);
  });

  it('lets no value out of its line', () => {
    const hostile = [
      record('a.example.com.', 'TXT', '"a\nevil.example.com. 60 IN A 192.0.2.66"'),
      record('b.example.com.', 'TXT', '"open\nevil.example.com. 60 IN A 192.0.2.66'),
      record('c.example.com.', 'A', '192.0.2.1 (\nevil.example.com. 60 IN A 192.0.2.66'),
      { ...record('d.example.com.', 'A', '192.0.2.1'), SetIdentifier: 'x\nevil.example.com. 60 IN A 192.0.2.66' },
    ];
    const lines = linesOf(...hostile);
    expect(lines).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith('evil'))).toEqual([]);
  });

  it('says the same texts and names to a reader of master files, whatever they hold', () => {
    const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(bytes, fc.array(bytes, { minLength: 1, maxLength: 3 }), (label, strings) => {
        const name = `${route53Text(label, /[a-z0-9_-]/)}.example.com.`;
        const value = strings.map((each) => `"${route53Text(each, /[ !#-[\]-~]/)}"`).join(' ');
        const [line = '', ...others] = linesOf(record(name, 'TXT', value));
        expect(others).toEqual([]);
        const read = readMaster(line);
        expect(read.label).toEqual(label);
        expect(read.strings).toEqual(strings);
      }),
    );
  });
});

/** Bytes as Route 53 writes them: `\` and three octal digits. */
function route53Text(bytes: readonly number[], plain: RegExp): string {
  return bytes
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return byte < 128 && plain.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');
}

/** What RFC 1035 reads in a line: the first label, and the quoted strings. `\` and three decimal digits are a byte. */
function readMaster(line: string): {
  readonly label: readonly number[];
  readonly strings: readonly (readonly number[])[];
} {
  const bytes = (text: string) =>
    [...text.matchAll(/\\([0-9]{3})|\\([^])|([^])/g)].map(([, decimal, escaped, other]) =>
      decimal === undefined ? (escaped ?? other ?? '').charCodeAt(0) : Number(decimal),
    );
  const name = /^((?:\\[0-9]{3}|[^\\.])*)\./.exec(line)?.[1] ?? '';
  const strings = [...line.matchAll(/"((?:[^"\\]|\\[^])*)"/g)].map(([, text = '']) => bytes(text));
  return { label: bytes(name), strings };
}

describe('batches of changes', () => {
  const zone = { id: 'Z1' };
  const alias = (Name: string, DNSName: string): RecordSet => ({
    Name,
    Type: 'A',
    AliasTarget: { HostedZoneId: 'Z1', DNSName, EvaluateTargetHealth: false },
  });

  it('hold at most 1,000 values and 32,000 characters', () => {
    const many = Array.from({ length: 1100 }, (_, index) => record(`a${index}.example.com.`, 'A', '192.0.2.1'));
    expect(changeBatches(recordChanges([], many), zone).map((batch) => batch.length)).toEqual([1000, 100]);
    const long = Array.from({ length: 10 }, (_, index) => record(`a${index}.example.com.`, 'TXT', 'x'.repeat(4000)));
    expect(changeBatches(recordChanges([], long), zone).map((batch) => batch.length)).toEqual([8, 2]);
  });

  it('delete what is live exactly and create what was captured, in one', () => {
    const [before, after] = [record('a.example.com.', 'A', '192.0.2.1'), record('a.example.com.', 'A', '192.0.2.2')];
    expect(changeBatches(recordChanges([before], [after]), zone)).toEqual([
      [
        { Action: 'DELETE', ResourceRecordSet: before },
        { Action: 'CREATE', ResourceRecordSet: after },
      ],
    ]);
  });

  it('make names before their aliases, and take them away after', () => {
    const made = [
      alias('a.example.com.', 'b.example.com.'),
      alias('b.example.com.', 'c.example.com.'),
      record('c.example.com.', 'A', '192.0.2.1'),
    ];
    const names = (batches: ReturnType<typeof changeBatches>) =>
      batches
        .flat()
        .map(({ ResourceRecordSet }) => ResourceRecordSet?.Name?.[0])
        .join('');
    expect(names(changeBatches(recordChanges([], made), zone))).toBe('cba');
    expect(names(changeBatches(recordChanges(made, []), zone)).at(-1)).toBe('c');
    const round = [alias('a.example.com.', 'b.example.com.'), alias('b.example.com.', 'a.example.com.')];
    expect(changeBatches(recordChanges([], round), zone).flat()).toHaveLength(2);
  });
});
