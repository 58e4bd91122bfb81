import { describe, expect, it } from 'vitest';
import { policies } from '../../infra/policies.ts';
import { OPERATIONS } from '../../src/console/api/operations.ts';
import { REFUSALS } from '../../src/console/api/problems.ts';
import { INCIDENT } from '../../src/lib/api/incident-shapes.ts';
import { document, rows } from './documents.ts';

const bare = (cell = ''): string => cell.replaceAll('`', '');

describe('docs/api.md', () => {
  const told = rows(document('docs/api.md')).map((cells) => cells.map(bare));

  it('has a row for every operation and no other, and says who may', () => {
    const listed = told.filter(([method]) => /^(?:GET|POST|DELETE)$/.test(method ?? ''));
    const expected = OPERATIONS.map(({ method, path, refusals }) => [
      method,
      path,
      refusals.includes('not-allowed') ? 'approver' : method === 'GET' ? 'reader' : 'deployer',
    ]);
    const byText = (a: readonly (string | undefined)[], b: readonly (string | undefined)[]) =>
      a.join(' ') < b.join(' ') ? -1 : 1;
    expect(listed.map((cells) => cells.slice(0, 3)).toSorted(byText)).toEqual(expected.toSorted(byText));
  });

  it('has a row for every refusal', () => {
    const listed = told.map(([status, type]) => `${status} ${type?.split(',')[0]}`);
    const expected = Object.entries(REFUSALS).map(([why, [status]]) => `${status} urn:holdfast:problem:${why}`);
    expect(listed).toEqual(expect.arrayContaining(expected));
  });

  it('has a row for every field of a finding, but for its sentence', () => {
    const fields = Object.keys(INCIDENT.shape.findings.element.shape).filter((field) => field !== 'says');
    const listed = told.flatMap(([field = '']) => field.split(', '));
    expect(listed).toEqual(expect.arrayContaining(fields));
  });

  it('has a row for every managed policy', () => {
    const listed = told.map(([name]) => name);
    expect(listed).toEqual(expect.arrayContaining(Object.keys(policies([], 'prod'))));
  });
});
