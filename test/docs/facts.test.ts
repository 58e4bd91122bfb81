import { describe, expect, it } from 'vitest';
import { alarms } from '../../infra/alarms.ts';
import { FUNCTIONS, pascal } from '../../infra/template.ts';
import { ESTATE_COMMANDS } from '../../src/cli/capture/commands.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { monthlyCost, type Load } from '../../src/cli/cost.ts';
import { DEFAULT_LIMITS, DEFAULT_POLICY, FINDING_CODES } from '../../src/lib/site/policy.ts';
import { document, rows } from './documents.ts';

describe('docs/judging.md', () => {
  const { text } = document('docs/judging.md');

  it('has a row for every finding', () => {
    const told = rows(document('docs/judging.md')).map(([code = '']) => code.replaceAll('`', ''));
    expect(told.filter((code) => /^(?:page|token|retired|base)\.\w+$/.test(code))).toEqual(FINDING_CODES);
  });

  it('names the limits as they are', () => {
    const { bytes, decodedBytes, ratio, depth, tokens } = DEFAULT_LIMITS;
    const mebibytes = (count: number) => `${count / 1024 / 1024} MiB`;
    for (const said of [
      `${mebibytes(bytes)} stored`,
      `${mebibytes(decodedBytes)} decoded`,
      `${ratio} decoded bytes`,
      `${depth} deep`,
      `${tokens} tokens`,
    ]) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
    }
  });

  it('says when a page is contested', () => {
    const { maxRestores, windowMs } = DEFAULT_POLICY;
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `After \`maxRestores\` (${maxRestores}) restores of a page within \`window\` (${windowMs / 60_000} minutes)`,
    );
  });
});

it('tells in docs/security.md of every function’s role', () => {
  const told = rows(document('docs/security.md')).map(([role = '']) => role.replaceAll('`', ''));
  expect(told).toEqual(expect.arrayContaining(FUNCTIONS.map((name) => `${pascal(name)}Role`)));
});

it('tells in docs/operations.md of every alarm', () => {
  const told = rows(document('docs/operations.md')).map(([alarm = '']) => alarm.replaceAll(/`| .*/g, ''));
  const errors = new Set(FUNCTIONS.map((name) => `${pascal(name)}Errors`));
  const expected = Object.keys(alarms('prod'))
    .map((id) => id.replace(/Alarm$/, ''))
    .map((id) => (errors.has(id) ? '…Errors' : id));
  expect(told).toEqual(expect.arrayContaining([...new Set(expected)]));
  expect(document('docs/operations.md').text).toContain(`${expected.length} alarms`);
});

it('names in CHANGELOG.md every command', () => {
  const { text } = document('CHANGELOG.md');
  const names = [...COMMANDS, ...ESTATE_COMMANDS].map(({ name }) => name.split(' ')[0] ?? '');
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it('reckons in docs/costs.md as doctor does', () => {
  const page = 100_000;
  const site = (objects: number, pages: number, uploadsPerDay: number): Load => ({
    objects,
    pages,
    pageBytes: pages * page,
    uploadsPerDay,
  });
  const estimates = [
    [site(60, 20, 20)],
    [site(2000, 300, 50), site(2000, 300, 50), site(2000, 300, 50)],
    [site(50_000, 10_000, 500)],
  ].map((loads) => monthlyCost(loads).map(({ dollars }) => dollars));
  const sums = estimates.map((lines) => lines.reduce((sum, dollars) => sum + dollars, 0));
  const expected = [
    ...['8 alarms', '2,880 sweeps', 'uploads', 'snapshots and registry'].map((what, line) => [
      what,
      ...estimates.map((lines) => (lines[line] ?? 0).toFixed(2)),
    ]),
    ['in all', ...sums.map((sum) => sum.toFixed(2))],
  ];
  expect(rows(document('docs/costs.md'))).toEqual(expect.arrayContaining(expected));
});
