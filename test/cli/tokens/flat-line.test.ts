import { describe, expect, test } from 'vitest';
import { flatLine, readFlatLine } from '../../../src/cli/tokens/flat-line.ts';

const AT = '2025-01-14T10:22:00.000Z';
const every = () => true;

function readBack(name: string, key: string) {
  const line = flatLine({ name, key, at: AT });
  return { line, read: readFlatLine(line, (each) => each === key) };
}

describe('a line of a token list', () => {
  test.each([
    'index.html',
    'a b:c.html',
    ':::.html',
    'x:2024-01-01T00:00Z',
    'a\nFORGED:b.html:2026-01-01T00:00Z',
    'a\r\u2028\u202E\uFEFF.html',
    String.raw`\u{a}.html`,
    String.raw`\u{5c}u{a}\\u{`,
    String.raw`back\slash.html`,
    ' lead and trail ',
    '# no comment',
    'Törn/日本/😀.html',
    '__proto__',
  ])('gives the key back that it was made from: %j', (key) => {
    const { line, read } = readBack('HERO', key);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(read).toEqual({ kind: 'read', may: [{ name: 'HERO', key, at: AT }] });
  });

  test('may mean several things where a token has colons, and only what is a page', () => {
    expect(readFlatLine('A:B:c.html:2025-01-14T10:22Z', every)).toEqual({
      kind: 'read',
      may: [
        { name: 'A', key: 'B:c.html', at: AT },
        { name: 'A:B', key: 'c.html', at: AT },
      ],
    });
    expect(readFlatLine('A:B:c.html:2025-01-14T10:22Z', (key) => key === 'c.html')).toEqual({
      kind: 'read',
      may: [{ name: 'A:B', key: 'c.html', at: AT }],
    });
  });

  test.each([
    ['HERO:index.html', 'time'],
    ['HERO:index.html:2025-01-14T10:22:33Z', 'time'],
    ['HERO:index.html:2025-01-14 10:22Z', 'time'],
    ['HERO:index.html:2025-02-30T10:22Z', 'time'],
    ['HERO:index.html:2025-01-14T24:00Z', 'time'],
    ['HERO:index.html:2025-01-14T10:22+01:00', 'time'],
    ['HERO:index.html:2025-01-14T10:22Z ', 'time'],
    ['index.html:2025-01-14T10:22Z', 'begin with a token'],
    ['HE RO:index.html:2025-01-14T10:22Z', 'begin with a token'],
    [`${'H'.repeat(129)}:index.html:2025-01-14T10:22Z`, 'begin with a token'],
    [':index.html:2025-01-14T10:22Z', 'begin with a token'],
    ['', 'time'],
  ])('is wrong as %j', (line, why) => {
    expect(readFlatLine(line, every)).toEqual({ kind: 'wrong', why: expect.stringContaining(why) });
  });

  test('is wrong with a key that is no page', () => {
    expect(readFlatLine('HERO:app.js:2025-01-14T10:22Z', () => false)).toEqual({
      kind: 'wrong',
      why: 'app.js is no page of the site',
    });
  });

  test('leaves text alone that spells no character', () => {
    const key = String.raw`\u{110000}`;
    expect(readFlatLine(`HERO:${key}:2025-01-14T10:22Z`, every)).toMatchObject({ may: [{ key }] });
  });
});
