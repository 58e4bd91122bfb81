import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HoldfastError } from '../../src/lib/errors.ts';
import { parseConfig } from '../../src/lib/site/config.ts';

const SOUND = 'sites:\n  demo:\n    production: { bucket: demo-prod }\n';

/** The mistakes of a configuration, one line each. */
function mistakes(text: string): string[] {
  try {
    parseConfig(text, 'holdfast.yml');
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'CONFIG.INVALID') return error.message.split('\n');
    throw error;
  }
  return [];
}

/** A site with one more setting, which stands in line 4, column 5. */
function withSetting(setting: string): string {
  return `${SOUND}    ${setting}\n`;
}

describe('parseConfig', () => {
  test('fills in every default', () => {
    expect(parseConfig(SOUND, 'holdfast.yml').sites).toEqual([
      {
        name: 'demo',
        production: { bucket: 'demo-prod', prefix: '', distributions: [], originPath: '' },
        pages: ['**/*.html'],
        assets: ['**'],
        tokens: [{ attribute: 'data-feature' }],
        retired: { tokens: [], phrases: [] },
        policy: {
          mode: 'observe',
          severity: {},
          maxRestores: 5,
          windowMs: 600_000,
          limits: { bytes: 33_554_432, decodedBytes: 33_554_432, ratio: 200, depth: 512, tokens: 200 },
        },
        approvers: [],
        via: 's3',
      },
    ]);
  });

  test('reads every setting', () => {
    const text = `
sites:
  shop:
    production:
      bucket: shop-prod
      prefix: www/
      distributions: [E2ABC123XYZ]
      originPath: /www
      cacheControl: public, max-age=3600
      url: https://shop.example.com/de
    staging: { bucket: shop-prod, prefix: staging/ }
    pages: ['**/*.{html,htm}']
    assets: []
    tokens:
      - attribute: data-x
      - comment: feature
      - { selector: 'script[src*="js.stripe.com"]', name: STRIPE_CHECKOUT }
      - { pattern: 'openCheckout\\(', name: CHECKOUT }
    retired: { tokens: [OLD], phrases: ['For Ranch & Coast readers'] }
    policy:
      mode: enforce
      severity: { token.moved: ignore, page.unreadable: alert }
      maxRestores: 3
      window: 1h
      limits: { bytes: 2048 }
    approvers:
      - { role: web-lead, account: '012345678901' }
      - { user: cb, account: '012345678901' }
      - { slack: U012AB3CD, team: T012AB3CD }
      - { email: cb@example.com }
    slack:
      channel: '#web'
      tokenParameter: /holdfast/token
      app: { id: A012AB3CD, team: T012AB3CD, signingSecretParameter: /holdfast/secret }
    escalation: { contact: CB, over: [sns, slack] }
    via: eventbridge
`;
    const [site] = parseConfig(text, 'x.yml').sites;
    expect(site).toMatchObject({
      production: {
        prefix: 'www/',
        originPath: '/www',
        cacheControl: 'public, max-age=3600',
        url: 'https://shop.example.com/de',
      },
      staging: { bucket: 'shop-prod', prefix: 'staging/' },
      tokens: [
        { attribute: 'data-x' },
        { comment: 'feature' },
        { selector: 'script[src*="js.stripe.com"]', name: 'STRIPE_CHECKOUT' },
        { pattern: 'openCheckout\\(', name: 'CHECKOUT' },
      ],
      policy: { mode: 'enforce', maxRestores: 3, windowMs: 3_600_000, severity: { 'token.moved': 'ignore' } },
      approvers: [
        { role: 'web-lead', account: '012345678901' },
        { user: 'cb', account: '012345678901' },
        { slack: 'U012AB3CD', team: 'T012AB3CD' },
        { email: 'cb@example.com' },
      ],
      slack: {
        channel: '#web',
        tokenParameter: '/holdfast/token',
        app: { id: 'A012AB3CD', team: 'T012AB3CD', signingSecretParameter: '/holdfast/secret' },
      },
      escalation: { contact: 'CB', over: ['sns', 'slack'] },
      via: 'eventbridge',
    });
    expect(site?.policy.limits).toEqual({ bytes: 2048, decodedBytes: 33_554_432, ratio: 200, depth: 512, tokens: 200 });
  });

  test.each(['holdfast.yml', 'examples/three-sites.yml'])('accepts %s of this repository', (file) => {
    expect(mistakes(readFileSync(file, 'utf8'))).toEqual([]);
  });

  test('reads the three sites as they are run', () => {
    const { sites } = parseConfig(readFileSync('examples/three-sites.yml', 'utf8'), 'three-sites.yml');
    expect(sites.map(({ name, production, staging }) => [name, production.bucket, staging?.bucket])).toEqual([
      ['queenofsandiego', 'queenofsandiego-prod', 'queenofsandiego-staging'],
      ['sailjada', 'sailjada-prod', 'sailjada-staging'],
      ['salejada', 'salejada-prod', 'salejada-staging'],
    ]);
    for (const site of sites) {
      expect(site.production).toMatchObject({ distributions: ['E2ABC123XYZ'], cacheControl: 'max-age=3600' });
      expect(site.staging?.cacheControl).toBe('max-age=0');
      expect(site.retired.phrases).toEqual(['For Ranch & Coast readers']);
      expect(site.escalation).toEqual({ contact: 'CB', over: ['sns', 'slack'] });
      expect(site.tokens).toContainEqual({ selector: 'script[src*="js.stripe.com"]', name: 'STRIPE_CHECKOUT' });
    }
  });
});

describe('mistakes', () => {
  test.each([
    ['', 'holdfast.yml:1:1: the configuration is empty; fix: write sites: and below it one key for each site'],
    ['sites:', 'holdfast.yml:1:1: sites is empty; fix: write sites: and below it one key for each site'],
    ['sites: {}', 'holdfast.yml:1:8: sites names no site; fix: write one key for each site'],
    ['sites: 5', 'holdfast.yml:1:8: sites is not a mapping; fix: write sites: and below it one key for each site'],
    [`${SOUND}sitess: 1`, 'holdfast.yml:4:1: sitess is not a setting; fix: did you mean "sites"?'],
    [
      'sites:\n  Demo_1:\n    production: { bucket: demo-prod }',
      'holdfast.yml:2:3: sites.Demo_1 is not a site name; fix: write 2 to 40 lower-case letters, digits and hyphens, a letter first',
    ],
    ['sites:\n  demo: 5', 'holdfast.yml:2:9: sites.demo is not a mapping; fix: write production: below it'],
    ['sites:\n  demo: {}', 'holdfast.yml:2:9: sites.demo.production is missing; fix: write bucket: <name> below it'],
    [
      'sites:\n  demo:\n    production: { prefix: a/ }',
      'holdfast.yml:3:17: sites.demo.production.bucket is missing; fix: write the name of the bucket, e.g. bucket: demo-prod',
    ],
    [
      'sites:\n  demo:\n    production: { bucket: Demo_Prod }',
      'holdfast.yml:3:27: sites.demo.production.bucket is not a bucket name; fix: write the name of the bucket, e.g. bucket: demo-prod',
    ],
    [
      'sites:\n  demo:\n    production: { bucket: demo-prod, prefx: a/ }',
      'holdfast.yml:3:38: sites.demo.production.prefx is not a setting; fix: did you mean "prefix"?',
    ],
    [
      'sites:\n  demo:\n    production: { bucket: demo-prod, prefix: blog }',
      'holdfast.yml:3:46: sites.demo.production.prefix neither is empty nor ends in "/"; fix: write e.g. prefix: blog/',
    ],
    [
      'sites:\n  demo:\n    production: { bucket: demo-prod, prefix: /blog/ }',
      'holdfast.yml:3:46: sites.demo.production.prefix neither is empty nor ends in "/"; fix: write e.g. prefix: blog/',
    ],
    [
      'sites:\n  demo:\n    production: { bucket: demo-prod, originPath: blog/ }',
      'holdfast.yml:3:50: sites.demo.production.originPath is not an origin path; fix: write e.g. originPath: /blog, with a slash before it and none after',
    ],
    [
      'sites:\n  demo:\n    production: { bucket: demo-prod, distributions: [d111.cloudfront.net] }',
      'holdfast.yml:3:54: sites.demo.production.distributions[0] is not a distribution id; fix: write the id that CloudFront shows, e.g. E2ABC123XYZ',
    ],
    [
      withSetting('staging: { bucket: demo-prod }'),
      "holdfast.yml:4:24: sites.demo.staging.bucket is the same place as demo's production (s3://demo-prod/ and s3://demo-prod/); fix: give staging a bucket or a prefix that is no production",
    ],
    [
      `${SOUND}  two:\n    production: { bucket: demo-prod, prefix: blog/ }`,
      "holdfast.yml:5:27: sites.two.production.bucket is the same place as demo's production (s3://demo-prod/blog/ and s3://demo-prod/); fix: give each site a bucket or a prefix of its own",
    ],
    [
      `${SOUND}  two:\n    production: { bucket: two-prod }\n    staging: { bucket: demo-prod, prefix: x/ }`,
      "holdfast.yml:6:24: sites.two.staging.bucket is the same place as demo's production (s3://demo-prod/x/ and s3://demo-prod/); fix: give staging a bucket or a prefix that is no production",
    ],
    [
      withSetting("pages: ['a[b']"),
      'holdfast.yml:4:13: sites.demo.pages[0] is not a glob (Missing closing: "]"); fix: close every bracket',
    ],
    [
      withSetting('pages: []'),
      'holdfast.yml:4:12: sites.demo.pages is an empty list; fix: write e.g. pages: ["**/*.html"]',
    ],
    [
      withSetting('pages: index.html'),
      'holdfast.yml:4:12: sites.demo.pages is not a list; fix: write e.g. pages: ["**/*.html"]',
    ],
    [
      withSetting('tokens: [{ selctor: a, name: X }]'),
      'holdfast.yml:4:14: sites.demo.tokens[0] is of no known kind; fix: did you mean "selector"? write attribute, comment, selector with name, or pattern with name',
    ],
    [
      withSetting('tokens: [{ selector: a }]'),
      'holdfast.yml:4:14: sites.demo.tokens[0].name is missing; fix: write 1 to 128 letters, digits and _ . : -, e.g. STRIPE_CHECKOUT',
    ],
    [
      withSetting('tokens: [{ attribute: data-x, name: X }]'),
      'holdfast.yml:4:35: sites.demo.tokens[0].name is not a setting; fix: write one of attribute',
    ],
    [
      withSetting("tokens: [{ selector: 'a:has(', name: X }]"),
      'holdfast.yml:4:26: sites.demo.tokens[0].selector cannot be used: The selector "a:has(" cannot be read.; fix: Write a CSS selector such as script[src*="js.stripe.com"]: Missing closing parenthesis in :has (a:has()',
    ],
    [
      withSetting("tokens: [{ pattern: '(?=x)', name: X }]"),
      'holdfast.yml:4:25: sites.demo.tokens[0].pattern cannot be used: The pattern "(?=x)" cannot be read.; fix: Write a regular expression as RE2 takes it, without lookaround and backreferences: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      withSetting('retired: { phrases: [a] }'),
      'holdfast.yml:4:26: sites.demo.retired.phrases[0] is not a phrase; fix: write the retired words as visitors read them, 3 to 500 characters',
    ],
    [
      withSetting('retired: { tokens: ["a b"] }'),
      'holdfast.yml:4:25: sites.demo.retired.tokens[0] is not a token name; fix: write 1 to 128 letters, digits and _ . : -, e.g. STRIPE_CHECKOUT',
    ],
    [
      withSetting('policy: { mode: enforc }'),
      'holdfast.yml:4:21: sites.demo.policy.mode is not one of observe, enforce; fix: write enforce',
    ],
    [
      withSetting('policy: { mode: 5 }'),
      'holdfast.yml:4:21: sites.demo.policy.mode is not one of observe, enforce; fix: write observe or enforce',
    ],
    [
      withSetting('policy: { severity: { token.lots: alert } }'),
      'holdfast.yml:4:27: sites.demo.policy.severity.token.lots is not a setting; fix: did you mean "token.lost"?',
    ],
    [
      withSetting('policy: { severity: { page.gone: alert } }'),
      'holdfast.yml:4:27: sites.demo.policy.severity.page.gone is not a setting; fix: write one of page.deleted, page.emptied, page.truncated, page.headers, token.lost, token.moved, token.hollow, retired.returned, base.stale, page.structure, page.unreadable',
    ],
    [
      withSetting('policy: { severity: { page.unreadable: rollback } }'),
      'holdfast.yml:4:44: sites.demo.policy.severity.page.unreadable is not one of alert; fix: write alert',
    ],
    [
      withSetting('policy: { window: 10 }'),
      'holdfast.yml:4:23: sites.demo.policy.window is not a duration; fix: write a duration from 1m to 1d, e.g. window: 10m',
    ],
    [
      withSetting('policy: { window: 2d }'),
      'holdfast.yml:4:23: sites.demo.policy.window is not a duration from 1m to 1d; fix: write a duration from 1m to 1d, e.g. window: 10m',
    ],
    [
      withSetting('policy: { maxRestores: 0 }'),
      'holdfast.yml:4:28: sites.demo.policy.maxRestores is not a whole number from 1 to 100; fix: write e.g. maxRestores: 5',
    ],
    [
      withSetting('policy: { limits: { depth: 100000 } }'),
      'holdfast.yml:4:32: sites.demo.policy.limits.depth is not a whole number from 16 to 512; fix: write the nesting of elements, e.g. 512',
    ],
    [
      withSetting('approvers: [{ role: lead, account: 012345678901 }]'),
      'holdfast.yml:4:40: sites.demo.approvers[0].account is not text; fix: write the 12 digits in quotes, e.g. "123456789012"',
    ],
    [
      withSetting('escalation: { contact: CB, over: [slack] }'),
      'holdfast.yml:4:38: sites.demo.escalation.over escalates over slack, but the site has no slack; fix: add slack: with channel and tokenParameter',
    ],
    [
      withSetting('slack: { channel: "#web", tokenParameter: token }'),
      'holdfast.yml:4:47: sites.demo.slack.tokenParameter is not the name of a parameter; fix: write the SSM parameter that holds the bot token, e.g. /holdfast/demo/slack-bot-token',
    ],
    [
      withSetting(
        `slack: { channel: w, tokenParameter: /t, app: { id: U012AB3CD, team: T1A, signingSecretParameter: /s } }`,
      ),
      "holdfast.yml:4:57: sites.demo.slack.app.id is not a Slack app id; fix: write the id from the app's settings, e.g. A012AB3CD",
    ],
    [
      withSetting(`slack: { channel: w, tokenParameter: /t, app: { id: A1B, team: E1A, signingSecretParameter: /s } }`),
      'holdfast.yml:4:68: sites.demo.slack.app.team is not a Slack team id; fix: write the id of the workspace, e.g. T012AB3CD',
    ],
    [
      withSetting(`slack: { channel: w, tokenParameter: /t, app: { id: A1B, team: T1A } }`),
      'holdfast.yml:4:51: sites.demo.slack.app.signingSecretParameter is missing; fix: write the SSM parameter that holds the signing secret, e.g. /holdfast/demo/slack-signing-secret',
    ],
    [
      withSetting(`slack: { channel: w, tokenParameter: /t, app: A012AB3CD }`),
      'holdfast.yml:4:51: sites.demo.slack.app is not a mapping; fix: write id:, team: and signingSecretParameter: below it',
    ],
    [
      withSetting('via: sqs'),
      'holdfast.yml:4:10: sites.demo.via is not one of s3, eventbridge; fix: write s3 or eventbridge',
    ],
    [withSetting('policy:'), 'holdfast.yml:4:5: sites.demo.policy is empty; fix: write e.g. mode: enforce below it'],
  ])('of %j', (text, told) => {
    expect(mistakes(text)).toEqual([told]);
  });

  test('of two signing secrets for one Slack app are told', () => {
    const site = (name: string, id: string, secret: string): string =>
      `  ${name}:
    production: { bucket: ${name}-prod }
    slack: { channel: w, tokenParameter: /t, app: { id: ${id}, team: T1A, signingSecretParameter: ${secret} } }
`;
    const text = `sites:\n${site('one', 'A1B', '/a')}${site('two', 'A1B', '/b')}${site('three', 'A1C', '/c')}`;
    expect(mistakes(text)).toEqual([
      'holdfast.yml:7:97: sites.two.slack.app.signingSecretParameter is another parameter than /a of the same app A1B; fix: name one parameter for the app',
    ]);
  });

  test.each([
    'https://x.example.com/',
    'ftp://x.example.com',
    'https://me@x.example.com',
    'https://x:y:z',
    'https://x/?q',
  ])('of %s as the URL of a target are told', (url) => {
    expect(mistakes(`sites:\n  demo:\n    production: { bucket: demo-prod, url: "${url}" }`)).toEqual([
      'holdfast.yml:3:43: sites.demo.production.url is not where visitors see it; fix: write e.g. url: https://www.example.com, without a slash at its end',
    ]);
  });

  test('are told all at once, in the order of the file', () => {
    const text =
      'sites:\n  one: { production: { bucket: X } }\n  two: { production: { bucket: ok-bucket }, pagse: [] }\nx: 1\n';
    expect(mistakes(text).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'holdfast.yml:2:32: sites.one.production.bucket',
      'holdfast.yml:3:45: sites.two.pagse',
      'holdfast.yml:4:1: x',
    ]);
  });

  test('of syntax are told with their place', () => {
    expect(mistakes('sites:\n  demo: [1\n')).toEqual([
      expect.stringMatching(/^holdfast\.yml:3:1: is not YAML: .+; fix: correct it here$/),
    ]);
    expect(mistakes(`${SOUND}sites: {}`)).toEqual([
      'holdfast.yml:4:1: is not YAML: Map keys must be unique; fix: correct it here',
    ]);
  });

  test('are found through aliases, where the value stands', () => {
    const text =
      'sites:\n  one:\n    production: { bucket: one-prod }\n    policy: &p { mode: x }\n  two:\n    production: { bucket: two-prod }\n    policy: *p\n';
    expect(mistakes(text)).toEqual([
      'holdfast.yml:4:24: sites.one.policy.mode is not one of observe, enforce; fix: write observe or enforce',
      'holdfast.yml:4:24: sites.two.policy.mode is not one of observe, enforce; fix: write observe or enforce',
    ]);
  });

  test('of an odd key cannot forge a line or a colour', () => {
    const [line, ...more] = mistakes('sites:\n  "a\\n\\e[31mb": { production: { bucket: demo-prod } }\n');
    expect(more).toEqual([]);
    expect(line).toContain('sites.a\uFFFD\uFFFD[31mb is not a site name');
  });

  test('are cut at 50', () => {
    const keys = Array.from({ length: 60 }, (_, index) => `k${index}: 1`).join('\n');
    const told = mistakes(`${SOUND}${keys}\n`);
    expect(told).toHaveLength(51);
    expect(told.at(-1)).toBe('holdfast.yml: and 10 more');
  });
});

describe('bounds', () => {
  test('refuses more than 1 MB', () => {
    expect(mistakes(`${SOUND}# ${'x'.repeat(1024 * 1024)}`)).toEqual([
      'holdfast.yml:1:1: is larger than 1 MB; fix: keep only the sites in it',
    ]);
  });

  test('refuses a bomb of aliases', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const inner = level === 0 ? '"lol"' : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
    });
    expect(mistakes(`${SOUND}${levels.join('\n')}\n`)).toEqual([
      'holdfast.yml:1:1: expands aliases too often; fix: write repeated parts out',
    ]);
  });

  test.each([
    ['flow brackets', `sites: ${'['.repeat(100_000)}`],
    ['flow mappings', `sites: ${'{a: '.repeat(100_000)}`],
    ['dashes', `sites:\n  ${'- '.repeat(100_000)}x`],
    ['questions', `sites:\n  ${'? '.repeat(100_000)}x`],
  ])('refuses %s nested without end', (_, text) => {
    expect(mistakes(text)).toEqual([expect.stringContaining('nests too deeply; fix: write one setting a line')]);
  });

  test('refuses indentation without end', () => {
    const text = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(mistakes(text)).toEqual([expect.stringContaining('nests too deeply')]);
  });

  test('takes __proto__ for the unknown key that it is', () => {
    expect(mistakes('__proto__: { sites: {} }\n')).toEqual([
      'holdfast.yml:1:1: sites is missing; fix: write sites: and below it one key for each site',
      'holdfast.yml:1:1: __proto__ is not a setting; fix: write one of sites',
    ]);
    expect(mistakes('sites:\n  __proto__: { production: { bucket: demo-prod } }\n')).not.toEqual([]);
  });
});
