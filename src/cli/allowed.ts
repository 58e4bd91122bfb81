import type { Allowance } from '../lib/site/page-record.ts';

/** What an allowance lets pass: findings, tokens, or findings of tokens. */
export function allowed({ codes = [], tokens = [] }: Pick<Allowance, 'codes' | 'tokens'>): string {
  return [codes.join(', '), tokens.join(', ')].filter(Boolean).join(' of ');
}
