import * as z from 'zod';
import { HoldfastError } from '../errors.ts';
import { compileSources } from '../page/compile-sources.ts';
import { isTokenName } from '../page/token-name.ts';
import { kindOf, list, mapping, say, text } from './config-words.ts';
import type { TokenSource } from './site.ts';

const TOKEN_FIX = 'write 1 to 128 letters, digits and _ . : -, e.g. STRIPE_CHECKOUT';
const TOKEN_NAME = z
  .string({ error: say('is not text', TOKEN_FIX) })
  .refine(isTokenName, { error: say('is not a token name', TOKEN_FIX) });

const ATTRIBUTE = text(/^[a-zA-Z_][\w.:-]{0,63}$/, 'is not an attribute name', 'write e.g. attribute: data-feature');
const COMMENT = text(
  /^[a-zA-Z_][\w.-]{0,63}$/,
  'is not a comment label',
  'write e.g. comment: feature, for /* feature: NAME */',
);
const SELECTOR = text(
  /^[^\p{Cc}]{1,300}$/u,
  'is not a selector',
  `write e.g. selector: 'script[src*="js.stripe.com"]'`,
);
const PATTERN = text(/^[^\p{Cc}]{1,300}$/u, 'is not a pattern', "write e.g. pattern: 'openCheckout\\('");

const TOKEN_SOURCE_KIND = kindOf<TokenSource>(
  [
    ['attribute', mapping({ attribute: ATTRIBUTE }, '')],
    ['comment', mapping({ comment: COMMENT }, '')],
    ['selector', mapping({ selector: SELECTOR, name: TOKEN_NAME }, '')],
    ['pattern', mapping({ pattern: PATTERN, name: TOKEN_NAME }, '')],
  ],
  'write attribute, comment, selector with name, or pattern with name',
);

/** How a feature is recognised, as written. */
export const TOKEN_SOURCE = TOKEN_SOURCE_KIND.superRefine((source, context) => {
  const message = sourceFault(source);
  if (message === undefined) return;
  context.addIssue({ code: 'custom', path: ['selector' in source ? 'selector' : 'pattern'], message });
});

/** Selectors and patterns are compiled as the guard does it: what it cannot use is found here. */
function sourceFault(source: TokenSource): string | undefined {
  try {
    compileSources([source]);
    return undefined;
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return `cannot be used: ${error.message}; fix: ${error.hint ?? 'write another'}`.replace(/\s+/g, ' ');
  }
}

const PHRASE_FIX = 'write the retired words as visitors read them, 3 to 500 characters';
/** What must not come back, as written. */
export const RETIRED = mapping(
  {
    tokens: list(TOKEN_NAME, 0, 500, 'write e.g. tokens: [OLD_BANNER]').default([]),
    phrases: list(
      text(/^(?=\s*\S.*\S.*\S)[^\p{Cc}]{3,500}$/u, 'is not a phrase', PHRASE_FIX),
      0,
      100,
      PHRASE_FIX,
    ).default([]),
  },
  'write tokens: or phrases: below it',
);
