import { expect, it } from 'vitest';
import { parseConfig } from '../../src/lib/site/config.ts';
import type { TokenSource } from '../../src/lib/site/site.ts';
import { addTokens } from '../../src/lib/suggest/add-tokens.ts';

const ADDED: readonly TokenSource[] = [
  { selector: `form[aria-label="Captain's"]`, name: 'CONTACT_FORM' },
  { attribute: 'data-testid' },
];
const LINES = [`- selector: 'form[aria-label="Captain''s"]'`, '  name: CONTACT_FORM', '- attribute: data-testid'];
const block = (indent: number) => LINES.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
const FLOW = `{ selector: 'form[aria-label="Captain''s"]', name: CONTACT_FORM }, { attribute: data-testid }`;
const HEAD = '# sites\nsites:\n  demo: # ours\n    production: { bucket: demo-prod } # live\n';

it.each<[what: string, before: string, after: string]>([
  [
    'a list of lines',
    `${HEAD}    tokens:\n      - attribute: data-feature # marks\n      # more to come\n\n    policy: { mode: observe }\n`,
    `${HEAD}    tokens:\n      - attribute: data-feature # marks\n${block(6)}      # more to come\n\n    policy: { mode: observe }\n`,
  ],
  [
    'a list that is not indented, at the end of a file without a last line break',
    `${HEAD}    tokens:\n    - comment: feature`,
    `${HEAD}    tokens:\n    - comment: feature\n${block(4)}`.trimEnd(),
  ],
  [
    'a list in brackets',
    `${HEAD}    tokens: [{ attribute: x }, { comment: y }] # marks\n    via: s3\n`,
    `${HEAD}    tokens: # marks\n      - { attribute: x }\n      - { comment: y }\n${block(6)}    via: s3\n`,
  ],
  [
    'a list in brackets over several lines',
    `${HEAD}    tokens: [\n      { attribute: x }, # marks\n    ]\n`,
    `${HEAD}    tokens: [\n      { attribute: x }, ${FLOW} # marks\n    ]\n`,
  ],
  [
    'a site without a list, which keeps the default',
    `${HEAD}\n    # tell only\n    policy: { mode: observe }\n`,
    `${HEAD}    tokens:\n      - attribute: data-feature\n${block(6)}\n    # tell only\n    policy: { mode: observe }\n`,
  ],
  [
    'a site in braces',
    'sites: { demo: { production: { bucket: demo-prod } } }\n',
    `sites: { demo: { production: { bucket: demo-prod }, tokens: [{ attribute: data-feature }, ${FLOW}] } }\n`,
  ],
  [
    'a list that another site lends',
    `sites:\n  one:\n    production: { bucket: one }\n    tokens: &all\n      - comment: x\n  demo:\n    production: { bucket: demo-prod }\n    tokens: *all # shared\n`,
    `sites:\n  one:\n    production: { bucket: one }\n    tokens: &all\n      - comment: x\n  demo:\n    production: { bucket: demo-prod }\n    tokens: # shared\n      - comment: x\n${block(6)}`,
  ],
])('adds to %s, and leaves everything else as it is', (_what, before, after) => {
  expect(added(before)).toBe(after);
  expect(added(before.replaceAll('\n', '\r\n'))).toBe(after.replaceAll('\n', '\r\n'));
  const [was, is] = [before, after].map((text) => parseConfig(text, 'x').sites);
  const wanted = was?.map((each) => (each.name === 'demo' ? { ...each, tokens: [...each.tokens, ...ADDED] } : each));
  expect(is).toEqual(wanted);
});

it.each([
  ['lends all its settings', 'sites:\n  one: &one\n    production: { bucket: b }\n  demo: *one\n'],
  ['is not there', 'sites:\n  one:\n    production: { bucket: b }\n'],
])('gives up on a site that %s', (_what, text) => {
  expect(addTokens(text, { name: 'demo', tokens: [] }, ADDED)).toBeUndefined();
});

it('quotes what YAML would read as something else', () => {
  const sources = ['true', 'Null', '1.5', '-', 'a: b', '#x', "'", 'off'].map((pattern) => ({ pattern, name: 'on' }));
  const text = addTokens(HEAD, { name: 'demo', tokens: [] }, sources) ?? '';
  expect(parseConfig(text, 'x').sites[0]?.tokens).toEqual(sources);
});

function added(text: string): string | undefined {
  const site = parseConfig(text, 'x').sites.find(({ name }) => name === 'demo');
  return site && addTokens(text, site, ADDED);
}
