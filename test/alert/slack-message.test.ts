import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert, AlertDiff } from '../../src/lib/alert/alert.ts';
import { alertOf } from '../../src/lib/alert/alert-of.ts';
import type { SlackButton, SlackMessage, SlackText } from '../../src/lib/alert/slack-blocks.ts';
import { slackMessage, slackReply } from '../../src/lib/alert/slack-message.ts';
import { snsMessage } from '../../src/lib/alert/sns-message.ts';
import { openDecisions } from '../../src/lib/incident/decisions.ts';
import { INCIDENT_STATES, type Incident } from '../../src/lib/incident/incident.ts';
import { sampleIncident, sampleSite } from './samples.ts';

const NOW = new Date('2025-01-14T10:22:05.000Z');
const NO_DIFF: AlertDiff = { kind: 'none', reason: 'the page was deleted.' };
const HOSTILE = '```<!channel>&<script>alert(1)</script>\n\u202Egnp.exe\u0000\u200B`` ``` <http://x|y> @here';

function textsOf({ blocks }: SlackMessage): SlackText[] {
  return blocks.flatMap((block) => {
    if (block.type === 'context') return block.elements;
    return block.type === 'actions' ? block.elements.map(({ text }) => text) : [block.text];
  });
}

function buttonsOf({ blocks }: SlackMessage): SlackButton[] {
  return blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
}

const hasHidden = (text: string): boolean =>
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text.replaceAll(/[\n\t]|(?<=`)\u200B(?=[`…])/g, '')) || !text.isWellFormed();

function broken(message: SlackMessage): string[] {
  const texts = textsOf(message);
  const all = [message.text, ...texts.map(({ text }) => text)];
  const headers = message.blocks.filter((block) => block.type === 'header');
  const buttons = buttonsOf(message);
  const ids = buttons.map(({ action_id }) => action_id);
  const rules: [string, boolean][] = [
    ['more than 50 blocks', message.blocks.length > 50],
    ['no blocks', message.blocks.length === 0],
    ['no text alternative', message.text.trim() === ''],
    ['a header beyond 150', headers.some((block) => 'text' in block && block.text.text.length > 150)],
    ['a text beyond 3000 or empty', texts.some(({ text }) => text.length > 3000 || text.length === 0)],
    ['beyond 13,200 in all', message.text.length + JSON.stringify(message.blocks).length > 13_200],
    ['an unescaped character', all.some((text) => /[<>]|&(?!amp;|lt;|gt;)/.test(text.replace(LINK, '')))],
    ['a hidden character', all.some(hasHidden)],
    ['a button text beyond 75', buttons.some(({ text }) => text.text.length > 75)],
    ['a button value beyond 2000 or empty', buttons.some(({ value = 'x' }) => value === '' || value.length > 2000)],
    ['a button address beyond 3000', buttons.some(({ url = '' }) => url.length > 3000)],
    ['more than 25 buttons, or none in their block', buttons.length > 25 || emptyActions(message)],
    ['two buttons of one id', new Set(ids).size < ids.length],
    ['two buttons in green', buttons.filter(({ style }) => style === 'primary').length > 1],
    [
      'an open code block',
      texts.some(({ type, text }) => type === 'mrkdwn' && !LINK.test(text) && text.split('```').length !== 3),
    ],
  ];
  return rules.flatMap(([rule, is]) => (is ? [rule] : []));
}

/** All that is said without a code block in markup: the one link, of an address of our own. */
const LINK = /^<https:\/\/api\.example\/review\/[\w?=]*\|Open>$/;

const emptyActions = ({ blocks }: SlackMessage): boolean =>
  blocks.some((block) => block.type === 'actions' && block.elements.length === 0);

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    HOSTILE,
    '"'.repeat(3000),
    '&'.repeat(3000),
    '`'.repeat(500),
    '\\'.repeat(2000),
    '👩‍👩‍👧'.repeat(300),
    '',
  ),
);
const anyDiff: fc.Arbitrary<AlertDiff> = fc.oneof(
  anyText.map((reason): AlertDiff => ({ kind: 'none', reason: reason.slice(0, 100) })),
  fc.record({ count: fc.nat(400), line: anyText, cut: fc.boolean() }).map(({ count, line, cut }): AlertDiff => {
    const shown = line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').toWellFormed();
    return { kind: 'lines', lines: Array.from({ length: count }, () => `+${shown}`), cut };
  }),
);
const anyReview = fc.option(
  fc.nat(4000).map((length) => ({ review: `https://api.example/review/${'x'.repeat(length)}` })),
  { nil: {} },
);
const anyIncident: fc.Arbitrary<Incident> = fc
  .record({
    id: fc.oneof(anyText, fc.constant('f00dfeed00112233aabb')),
    site: anyText,
    key: anyText,
    state: fc.constantFrom(...INCIDENT_STATES),
    recurrences: fc.nat(9),
    says: fc.array(anyText, { maxLength: 30 }),
    principal: anyText,
    reason: anyText,
    nowOn: fc.dictionary(anyText, anyText, { maxKeys: 8 }),
    versionId: anyText,
  })
  .map(({ says, principal, reason, versionId, ...rest }) =>
    sampleIncident({
      ...rest,
      findings: says.map((sentence) => ({ code: 'token.lost', severity: 'rollback', says: sentence })),
      writer: { principal, sourceIp: principal, event: principal },
      decision: { what: 'override', by: principal, reason, at: '2025-01-14T11:00:00.000Z' },
      version: { ...sampleIncident().version, versionId },
    }),
  );

function alertFor(change: Partial<Incident>, diff: AlertDiff = NO_DIFF): Alert {
  return alertOf(sampleIncident(change), sampleSite(), diff, NOW);
}

describe('slackMessage', () => {
  test('keeps every limit of Slack, and escapes all, whatever the incident says', () => {
    fc.assert(
      fc.property(anyIncident, anyDiff, anyReview, (incident, diff, review) => {
        const alert = { ...alertOf(incident, sampleSite(), diff.kind === 'none' ? NO_DIFF : diff, NOW), ...review };
        expect(broken(slackMessage(alert, openDecisions(incident)))).toEqual([]);
        expect(broken(slackMessage(alert))).toEqual([]);
        expect(broken(slackReply(alert))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('tells page, findings, writer, versions, diff and what to do', () => {
    const said = JSON.stringify(slackMessage(alertFor({}, { kind: 'lines', lines: ['-pay', '+call'], cut: false })));
    for (const part of [
      'demo: index.html was restored',
      'The upload lost the feature STRIPE_CHECKOUT.',
      'AWS:AIDAEXAMPLE:deployer from 192.0.2.7',
      'stale-version',
      'good-version',
      '-pay\\n+call',
      'npx holdfast incidents show f00dfeed00112233aabb',
    ]) {
      expect(said).toContain(part);
    }
  });

  test('shows a hostile name and finding as text, and makes no command of them', () => {
    const site = 'demo; rm -rf ~';
    const findings = [{ code: 'token.lost', severity: 'rollback', says: HOSTILE } as const];
    const message = slackMessage(
      alertFor({ key: HOSTILE, site, findings }, { kind: 'lines', lines: [HOSTILE], cut: false }),
    );
    const commands = textsOf(message).filter(({ text }) => text.includes('npx holdfast'));
    expect(commands.map(({ text }) => text).join()).not.toContain('rm -rf');
    expect(JSON.stringify(message)).toContain('&lt;!channel&gt;');
    expect(JSON.stringify(message)).toContain('u{202e}gnp.exe');
  });

  const REVIEW = 'https://api.example/review/f00dfeed00112233aabb?view=0123456789abcdef0123456789abcdef';

  test.each([
    ['restored', ['decide-override', 'decide-dismiss', 'open']],
    ['contested', ['decide-override', 'decide-dismiss', 'decide-resume', 'open']],
    ['observed', ['decide-dismiss', 'decide-restore', 'open']],
    ['overridden', ['decide-restore', 'open']],
    ['dismissed', ['open']],
  ] as const)('has a button for each decision that is open while %s, and one to look', (state, ids) => {
    const incident = sampleIncident({ state });
    const message = slackMessage({ ...alertFor({ state }), review: REVIEW }, openDecisions(incident));
    const buttons = buttonsOf(message);
    expect(buttons.map(({ action_id }) => action_id)).toEqual(ids);
    expect(buttons.map(({ url }) => url).at(-1)).toBe(REVIEW);
    expect(new Set(buttons.slice(0, -1).map(({ value }) => value))).toEqual(
      new Set(ids.length > 1 ? [incident.id] : []),
    );
  });

  test.each(['https://api.example/|x', 'https://api.example/><!channel>', 'javascript:alert(1)', 'no address'])(
    'makes no link of %s',
    (review) => {
      const said = JSON.stringify(slackMessage({ ...alertFor({}), review }));
      expect(said).not.toContain('|Open>');
      expect(buttonsOf(slackMessage({ ...alertFor({}), review }, []))).toEqual([]);
    },
  );

  test('has no button where nothing is offered, and none for an id that is none', () => {
    expect(buttonsOf(slackMessage(alertFor({}), []))).toEqual([]);
    expect(buttonsOf(slackMessage(alertFor({ id: HOSTILE }), ['override', 'dismiss']))).toEqual([]);
    expect(buttonsOf(slackReply({ ...alertFor({}), review: REVIEW }))).toEqual([]);
  });

  test('says when the diff or the findings are cut', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `+line ${index} ${'x'.repeat(80)}`);
    const findings = Array.from({ length: 200 }, (_, index) => ({
      code: 'token.lost' as const,
      severity: 'rollback' as const,
      says: `Feature ${index} is lost.`,
    }));
    const said = JSON.stringify(slackMessage(alertFor({ findings }, { kind: 'lines', lines, cut: false })));
    expect(said).toContain('The diff is longer');
    expect(said).toContain('… and 180 more');
    expect(said).toContain('+line 0 ');
  });

  test('says in a notification how many findings there are beside the first', () => {
    const [finding] = sampleIncident().findings;
    const findings = [1, 2, 3].flatMap(() => finding ?? []);
    const begin = 'demo: index.html was restored. The upload lost the feature STRIPE_CHECKOUT.';
    expect(slackMessage(alertFor({})).text).toBe(begin);
    expect(slackMessage(alertFor({ findings: findings.slice(1) })).text).toBe(`${begin} And 1 more finding.`);
    expect(slackReply(alertFor({ findings })).text).toBe(`${begin} And 2 more findings.`);
    expect(snsMessage(alertFor({})).subject).toBe('[Holdfast] demo: index.html was restored');
    expect(snsMessage(alertFor({ findings })).subject).toBe('[Holdfast] demo: index.html was restored (3 findings)');
    expect(snsMessage(alertFor({ findings, key: 'x'.repeat(200), site: 'y'.repeat(60) })).subject).toMatch(
      /~ \(3 findings\)$/,
    );
  });

  test('cuts no command in two, however many features were lost', () => {
    const findings = Array.from({ length: 12 }, (_, index) => ({
      code: 'token.lost' as const,
      severity: 'rollback' as const,
      token: `FEATURE_${index}_${'X'.repeat(150)}`,
      says: 'lost',
    }));
    const alert = alertFor({ findings });
    const lines = textsOf(slackMessage(alert)).flatMap(({ text }) => text.split('\n'));
    const commands = lines.filter((line) => line.includes('npx holdfast'));
    expect(commands.length).toBeLessThan(alert.next.length);
    const whole = alert.next.map(({ does, command }) => `${does}: ${command}`);
    expect(commands.filter((line) => !whole.includes(line))).toEqual([]);
    expect(commands).toContain(whole.at(-1));
  });

  test('says why there is no diff', () => {
    expect(JSON.stringify(slackMessage(alertFor({})))).toContain('No diff: the page was deleted.');
  });

  test('says where a lost feature is live now', () => {
    const said = JSON.stringify(slackReply(alertFor({ nowOn: { STRIPE_CHECKOUT: 'pay.html' } })));
    expect(said).toContain('STRIPE_CHECKOUT is now live on pay.html: override, if that was meant');
  });

  test.each([
    ['undecided', 'could not judge'],
    ['contested', 'stopped restoring'],
    ['observed', 'left live'],
    ['overridden', 'overruled'],
    ['dismissed', 'dismissed'],
  ] as const)('says what %s means', (state, words) => {
    expect(JSON.stringify(slackMessage(alertFor({ state })))).toContain(words);
  });
});

describe('snsMessage', () => {
  test('has an ASCII subject under 100 characters and a message under 64 KiB, whatever the incident says', () => {
    fc.assert(
      fc.property(anyIncident, anyDiff, (incident, diff) => {
        const { subject, message, attributes } = snsMessage(alertOf(incident, undefined, diff, NOW));
        expect(subject).toMatch(/^[\x21-\x7E][\x20-\x7E]{0,98}$/);
        expect(Buffer.byteLength(message)).toBeLessThanOrEqual(60 * 1024);
        expect(Object.values(attributes).every((value) => value !== '')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('cuts a huge message within a character', () => {
    const lines = Array.from({ length: 300 }, () => `+${'ü'.repeat(300)}`);
    const { message } = snsMessage(alertFor({}, { kind: 'lines', lines, cut: true }));
    expect(message.endsWith('\n(cut)')).toBe(true);
    expect(message).not.toContain('\uFFFD');
  });

  test('names site, page, state, severity and incident for filters', () => {
    expect(snsMessage(alertFor({ state: 'contested' })).attributes).toEqual({
      site: 'demo',
      page: 'index.html',
      state: 'contested',
      severity: 'critical',
      incident: 'f00dfeed00112233aabb',
    });
  });
});

test('says why the CDN was not purged', () => {
  const incident = sampleIncident({ purgeProblem: 'NoSuchDistribution: E1DEMO is not there.' });
  const alert = alertOf(incident, sampleSite(), NO_DIFF, NOW);
  expect(alert.facts).toContainEqual(['CDN not purged', 'NoSuchDistribution: E1DEMO is not there. Purge it by hand.']);
});
