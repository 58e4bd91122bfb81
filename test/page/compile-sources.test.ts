import { describe, expect, it } from 'vitest';
import { HoldfastError } from '../../src/lib/errors.ts';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import type { TokenSource } from '../../src/lib/site/site.ts';
import { tokensOf } from './reading.ts';

function refusal(source: TokenSource): HoldfastError {
  try {
    compileSources([source]);
  } catch (error) {
    if (error instanceof HoldfastError) return error;
  }
  throw new Error('it was not refused');
}

describe('compileSources', () => {
  it.each([['div > > a'], ['['], [':nonsense'], ['a:not('], ['a::before']])('refuses the selector %j', (selector) => {
    const { code, message, hint } = refusal({ selector, name: 'A' });
    expect(code).toBe('CONFIG.SELECTOR');
    expect(message).toContain(JSON.stringify(selector));
    expect(hint).toContain('Write a CSS selector such as');
  });

  it.each([['(a'], ['a{1000000}'], ['(?=a)b'], [String.raw`(a)\1`]])('refuses the pattern %j', (pattern) => {
    const { code, hint } = refusal({ pattern, name: 'A' });
    expect(code).toBe('CONFIG.PATTERN');
    expect(hint).toContain('Write');
  });

  it('refuses a pattern whose program is too long, and says how long it is', () => {
    const { code, message } = refusal({ pattern: '(?:[a-c]x){90}', name: 'A' });
    expect(code).toBe('CONFIG.PATTERN');
    expect(message).toMatch(/takes \d{3} steps/);
  });

  it('refuses a name that no token can have', () => {
    expect(refusal({ pattern: 'a', name: 'A B' }).code).toBe('CONFIG.TOKEN');
    expect(refusal({ selector: 'a', name: '' }).code).toBe('CONFIG.TOKEN');
  });

  it('matches a pattern that would take a backtracking engine for ever', () => {
    const sources = [{ pattern: '^(a+)+$', name: 'A' }];
    expect(
      tokensOf(`${'a'.repeat(100_000)}!`, { key: 'a.txt', headers: { contentType: 'text/plain' }, sources }),
    ).toEqual([]);
  });

  it('compiles a list once, and another list by itself', () => {
    const sources = [{ attribute: 'data-feature' }, { pattern: 'pay(', name: 'PAY' }];
    expect(() => compileSources(sources)).toThrow();
    const right = [{ attribute: 'data-feature' }, { pattern: 'pay\\(', name: 'PAY' }];
    expect(compileSources(right)).toBe(compileSources(right));
    expect(compileSources([{ attribute: 'data-token' }]).attributes).toEqual(['data-token']);
  });
});
