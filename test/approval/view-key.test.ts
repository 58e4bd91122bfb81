import { describe, expect, it } from 'vitest';
import { isViewKey, viewKey, viewLink } from '../../src/lib/approval/view-key.ts';

const SECRET = 'a-secret-of-the-stack-of-32-letters';
const ID = '0123456789abcdef0123';

describe('the key of a view link', () => {
  it('shows one incident of one stack', () => {
    const key = viewKey(SECRET, ID);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(isViewKey(SECRET, ID, key)).toBe(true);
    expect(isViewKey(SECRET, '0123456789abcdef0124', key)).toBe(false);
    expect(isViewKey(`${SECRET}!`, ID, key)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['too short', viewKey(SECRET, ID).slice(1)],
    ['too long', `${viewKey(SECRET, ID)}0`],
    ['in capitals', viewKey(SECRET, ID).toUpperCase()],
    ['as long in letters, not in bytes', 'é'.repeat(32)],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('is not %s', (_what, key) => {
    expect(isViewKey(SECRET, ID, key)).toBe(false);
  });

  it('is all that the link carries', () => {
    const link = viewLink('https://api.example.com/prod', ID, SECRET);
    expect(link).toBe(`https://api.example.com/prod/review/${ID}?view=${viewKey(SECRET, ID)}`);
    expect(link).not.toContain(SECRET);
  });
});
