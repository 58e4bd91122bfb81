import {
  assert,
  dictionary,
  infiniteStream,
  integer,
  jsonValue,
  nat,
  pre,
  property,
  record,
  string,
  uniqueArray,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeLine } from '../../src/lib/capture/change-line.ts';
import { compareDocuments } from '../../src/lib/capture/compare-documents.ts';
import { SECRETS } from './run-capture.ts';

const compared = (before: unknown, after: unknown) => compareDocuments('config.json', before, after);
const lines = (before: unknown, after: unknown) => compared(before, after).map(changeLine);
/** As a document is read again: no `undefined`, no dates. */
const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const document = jsonValue({ maxDepth: 5 });

describe('two documents', () => {
  it('that are equal have no differences, whatever they hold', () => {
    assert(
      property(document, (value) => {
        expect(compared(value, copyOf(value))).toEqual([]);
      }),
    );
  });

  it('that differ have differences, whatever they hold', () => {
    assert(
      property(document, document, (before, after) => {
        pre(JSON.stringify(before) !== JSON.stringify(copyOf(after)));
        pre(!sameButForOrder(before, after));
        expect(compared(before, after)).not.toEqual([]);
      }),
    );
  });

  it('have what was planted, with where and what', () => {
    const before = {
      Comment: 'sailing trips',
      Origins: [
        { Id: 'site', DomainName: 'a.example' },
        { Id: 'api', DomainName: 'b.example' },
      ],
      Aliases: ['www.boats.example'],
    };
    const after = {
      Origins: [
        { Id: 'api', DomainName: 'b.example', OriginPath: '/v2' },
        { Id: 'site', DomainName: 'c.example' },
      ],
      Aliases: ['www.boats.example', 'boats.example'],
    };
    expect(lines(before, after)).toEqual([
      'config.json#Comment: removed, was "sailing trips"',
      'config.json#Origins[Id=site].DomainName: "a.example" → "c.example"',
      'config.json#Origins[Id=api].OriginPath: added "/v2"',
      'config.json#Aliases["boats.example"]: added "boats.example"',
    ]);
  });

  it('have every leaf that was changed, by a path of its own', () => {
    const entries = dictionary(string({ minLength: 1 }), integer(), { minKeys: 1, maxKeys: 20 });
    assert(
      property(entries, nat(), (values, pick) => {
        const keys = Object.keys(values);
        const key = keys[pick % keys.length] ?? '';
        const after = Object.fromEntries(Object.entries(values).map(([k, v]) => [k, k === key ? v + 1 : v]));
        const changes = compared({ list: [{ Id: 'x', values }] }, { list: [{ Id: 'x', values: after }] });
        expect(changes).toHaveLength(1);
        expect(changes[0]?.path).toMatch(/^list\[Id=x\]\.values(?:\.|\[")/);
        expect(changes[0]).toMatchObject({ kind: 'changed', after: String((values[key] ?? 0) + 1) });
      }),
    );
  });

  it('are the same in any order of what is named', () => {
    const items = uniqueArray(record({ Id: string(), value: jsonValue({ maxDepth: 2 }) }), {
      selector: ({ Id }) => Id,
    });
    assert(
      property(items, infiniteStream(nat()), (list, order) => {
        const shuffled = list.map((item) => ({ item, at: order.next().value })).toSorted((a, b) => a.at - b.at);
        const after = shuffled.map(({ item }) => item);
        expect(compared({ list }, { list: after })).toEqual([]);
      }),
    );
  });

  it('differ where an order decides: of cache behaviours, of scalars, of what has no name', () => {
    const behaviours = [{ PathPattern: '/a/*' }, { PathPattern: '/*' }];
    expect(lines({ behaviours }, { behaviours: behaviours.toReversed() })).toEqual([
      'config.json#behaviours (order): ["PathPattern=/a/*","PathPattern=/*"] → ["PathPattern=/*","PathPattern=/a/*"]',
    ]);
    expect(lines({ layers: ['a', 'b'] }, { layers: ['b', 'a'] })).toEqual([
      'config.json#layers (order): ["a","b"] → ["b","a"]',
    ]);
    expect(lines([{ x: 1 }, { x: 2 }], [{ x: 2 }, { x: 1 }])).toHaveLength(1);
  });

  it('match what several names tell apart', () => {
    const record = (Type: string, TTL: number) => ({ Name: 'boats.example.', Type, TTL });
    expect(lines([record('A', 60), record('MX', 300)], [record('MX', 300), record('A', 61)])).toEqual([
      'config.json#[Name=boats.example.,Type=A].TTL: 60 → 61',
    ]);
  });

  it('match what nothing names by content, then by place', () => {
    const before = [
      { Effect: 'Allow', Action: 's3:GetObject' },
      { Effect: 'Deny', Action: '*' },
    ];
    const after = [{ Effect: 'Deny', Action: '*' }, { Effect: 'Allow', Action: 's3:PutObject' }, { Effect: 'Allow' }];
    expect(lines(before, after)).toEqual([
      'config.json#[0].Action: "s3:GetObject" → "s3:PutObject"',
      'config.json#[2]: added {"Effect":"Allow"}',
    ]);
  });

  it('count what is twice in a list', () => {
    expect(lines(['a', 'a'], ['a'])).toEqual(['config.json#["a"]: removed, was "a"']);
    expect(lines(['a'], ['a', 'a', 'a'])).toHaveLength(2);
  });
});

describe('secrets in documents', () => {
  const hidden = (value: string, ref = 'lambda/booking/env/API_KEY') => SECRETS.hide(ref, value);

  it('are compared by their hashes, whatever they are called', () => {
    expect(compared({ KEY: hidden('one') }, { KEY: hidden('one', 'lambda/other/env/API_KEY') })).toEqual([]);
    expect(compared([hidden('one')], [hidden('one', 'elsewhere')])).toEqual([]);
  });

  it('are shown by the start of their hashes', () => {
    const changes = compared({ KEY: hidden('one') }, { KEY: hidden('two') });
    expect(changes).toMatchObject([{ path: 'KEY', kind: 'changed' }]);
    expect(changes[0]?.before).toMatch(/^secret [0-9a-f]{8}$/);
    expect(changes[0]?.after).not.toBe(changes[0]?.before);
  });

  it('differ from what is no secret', () => {
    expect(compared({ KEY: hidden('one') }, { KEY: 'one' })).toHaveLength(1);
  });
});

describe('hostile documents', () => {
  it('with keys of objects themselves are compared like others', () => {
    const parsed = (text: string): unknown => JSON.parse(text);
    expect(lines(parsed('{"__proto__":{"a":1}}'), parsed('{"__proto__":{"a":2}}'))).toEqual([
      'config.json#__proto__.a: 1 → 2',
    ]);
    expect(lines({}, parsed('{"constructor":1,"toString":2}'))).toHaveLength(2);
  });

  it('have paths that cannot be taken for others', () => {
    expect(lines({ 'a.b': 1, 'c"]': 1, '': 1 }, {})).toEqual([
      'config.json#["a.b"]: removed, was 1',
      String.raw`config.json#["c\"]"]: removed, was 1`,
      'config.json#[""]: removed, was 1',
    ]);
    expect(lines([{ Id: 'a].b' }], [])).toEqual(['config.json#[Id="a].b"]: removed, was {"Id":"a].b"}']);
  });

  it('are shown cut, in values, keys and names', () => {
    const long = '🛶'.repeat(100_000);
    for (const { path, before = '', after = '' } of [
      ...compared({ [long]: long }, { [long]: `${long}!` }),
      ...compared([{ Id: long }], []),
      ...compared(
        Array.from({ length: 20 }, () => long),
        [],
      ).slice(0, 10),
    ]) {
      expect(path.length + before.length + after.length).toBeLessThan(700);
      expect(path.isWellFormed() && before.isWellFormed() && after.isWellFormed()).toBe(true);
    }
  });

  it('that are too deep are compared as a whole', () => {
    const deep = (end: string): unknown => JSON.parse(`${'[{"a":'.repeat(50_000)}${end}${'}]'.repeat(50_000)}`);
    expect(compared(deep('1'), deep('1'))).toEqual([]);
    const changes = compared(deep('1'), deep('2'));
    expect(changes).toMatchObject([{ kind: 'changed', path: '' }]);
    expect(changes[0]?.before?.length).toBeLessThanOrEqual(200);
  });

  it('with very many differences are told in part, and quickly', () => {
    const list = (from: number) => Array.from({ length: 50_000 }, (_, index) => ({ Id: `${from + index}`, at: index }));
    const started = performance.now();
    const changes = compared(list(0), list(50_000));
    expect(changes).toHaveLength(10_001);
    expect(changes.at(-1)).toEqual({ file: 'config.json', kind: 'changed', path: '… 90000 more' });
    expect(
      compared(
        Array.from({ length: 50_000 }, (_, x) => ({ x })),
        Array.from({ length: 50_000 }, (_, y) => ({ y })),
      ),
    ).toHaveLength(10_001);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

/** Lists of what is named may have any order, and what is there twice may be so. */
function sameButForOrder(before: unknown, after: unknown): boolean {
  const sorted = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(sorted).toSorted().join()}]`
      : typeof value === 'object' && value !== null
        ? `{${Object.entries(value)
            .map(([key, each]) => `${JSON.stringify(key)}:${sorted(each)}`)
            .toSorted()
            .join()}}`
        : JSON.stringify(value);
  return sorted(before) === sorted(after);
}
