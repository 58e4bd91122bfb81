import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/console/slack/decision-words.ts';
import { alertOf } from '../../src/lib/alert/alert-of.ts';
import type { AlertDiff } from '../../src/lib/alert/alert.ts';
import { allowanceNotice } from '../../src/lib/alert/allowance-notice.ts';
import { slackMessage, slackReply } from '../../src/lib/alert/slack-message.ts';
import { slackCost } from '../../src/lib/alert/slack-text.ts';
import { snsMessage } from '../../src/lib/alert/sns-message.ts';
import { whereOf } from '../../src/lib/alert/told-finding.ts';
import { FINDING_CODES } from '../../src/lib/site/policy.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { EVERY_FINDING } from './every-finding.ts';
import { sampleIncident, sampleSite } from './samples.ts';

const NOW = new Date('2025-01-14T10:22:05.000Z');
const NO_DIFF: AlertDiff = { kind: 'none', reason: 'x' };
const alertWith = (...findings: Finding[]) => alertOf(sampleIncident({ findings }), sampleSite(), NO_DIFF, NOW);

/** All texts of a message for Slack, as people read them. */
function read(message: ReturnType<typeof slackMessage>): string {
  const texts = message.blocks.flatMap((block) => ('text' in block ? [block.text.text] : []));
  return texts.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

describe.each(FINDING_CODES)('%s', (code) => {
  const finding = EVERY_FINDING[code];
  const where = whereOf(finding);
  const told = [finding.says, ...(finding.place ? [`${where}: ${finding.place.excerpt}`] : [])];

  test('is told with its place by mail, in Slack and in the window that decides', () => {
    const alert = alertWith(finding);
    const channels = [
      snsMessage(alert).message,
      read(slackMessage(alert)),
      read(slackReply(alert)),
      findingsOf(sampleIncident({ findings: [finding] })),
    ];
    for (const channel of channels) for (const part of told) expect(channel).toContain(part);
  });

  test('has words in the notice of an allowance', () => {
    const allowance = { codes: [code], until: '2025-01-15T00:00:00.000Z', reason: 'r', by: 'cb' };
    const { lines } = allowanceNotice('demo', { what: 'made', key: 'index.html', allowance, id: 'x' });
    expect(lines[0]).toMatch(new RegExp(`^${RegExp.escape(code)}: [a-z].{9,}[^.]$`));
  });
});

test('says of a place whether it is in the upload or in the last good version', () => {
  const place = { line: 27, excerpt: 'x' };
  expect(whereOf({ place })).toBe('line 27 of the upload');
  expect(whereOf({ place, placeIn: 'baseline' })).toBe('line 27 of the last good version');
  expect(whereOf({})).toBeUndefined();
});

test('names the version that an upload was edited from, and what it undoes', () => {
  const { facts } = alertWith(EVERY_FINDING['base.stale']);
  expect(Object.fromEntries(facts)['Edited from']).toBe(
    'older-version (identity ccccccccccc…), uploaded at 2025-01-12T14:02:11.000Z; undoes 4 accepted versions',
  );
  expect(alertWith(EVERY_FINDING['token.lost']).facts.map(([label]) => label)).not.toContain('Edited from');
});

describe('a hostile excerpt', () => {
  const excerpt = '```<!channel>&<script>alert(1)</script>\r\n\u202Egnp.exe\u0000\u200B\u001B[31m"'.repeat(3);
  const finding = { ...EVERY_FINDING['token.hollow'], says: excerpt, place: { line: 7, excerpt } };

  test('is one line of plain text in a mail, with nothing hidden in it', () => {
    const { message } = snsMessage(alertWith(finding));
    expect(message).toContain(
      '  line 7 of the upload: ```<!channel>&<script>alert(1)</script>\\u{d}\\u{a}\\u{202e}gnp',
    );
    expect(message.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('is no markup, mention or formatting in Slack', () => {
    for (const message of [slackMessage(alertWith(finding)), slackReply(alertWith(finding))]) {
      const said = message.blocks.flatMap((block) => ('text' in block ? [block.text.text] : [])).join('\n');
      expect(said).toContain('line 7 of the upload: ```&lt;!channel&gt;&amp;');
      expect(said.replaceAll('\n', '')).not.toMatch(/<!channel|<script|[\p{Cc}\p{Cf}]/u);
      expect(message.blocks.filter((block) => 'text' in block && block.text.type !== 'plain_text')).toEqual([]);
    }
  });

  test('is cut', () => {
    const long = { ...finding, place: { line: 7, excerpt: 'ü'.repeat(5000) } };
    const place = alertWith(long).findings[0]?.place ?? '';
    expect(place).toMatch(/^line 7 of the upload: ü+…$/);
    expect(place.length).toBeLessThan(200);
  });
});

describe('many findings in Slack', () => {
  const many = (count: number, says: string): Finding[] =>
    Array.from({ length: count }, (_, at) => ({
      ...EVERY_FINDING['token.lost'],
      says: `${says} ${at}.`,
      place: { line: at + 1, excerpt: 'x'.repeat(150) },
    }));
  const findingsIn = (message: ReturnType<typeof slackMessage>): string => {
    const [found = ''] = message.blocks.flatMap((block) =>
      'text' in block && block.text.text.startsWith('•') ? [block.text.text] : [],
    );
    return found;
  };

  test('are all told, and the places of the first', () => {
    const text = findingsIn(slackMessage(alertWith(...many(20, 'The upload lost a feature'))));
    expect(text.match(/^•/gm)).toHaveLength(20);
    expect(text).toContain('line 1 of the last good version: xxx');
    expect(text).not.toContain('line 20 of');
    expect(slackCost(text)).toBeLessThanOrEqual(2600);
  });

  test('are told whole, and counted where there is no room for more', () => {
    const text = findingsIn(slackMessage(alertWith(...many(25, '&'.repeat(150)))));
    const told = text.match(/^• .* \d+\.$/gm)?.length ?? 0;
    expect(told).toBeGreaterThan(1);
    expect(text.endsWith(`\n… and ${25 - told} more`)).toBe(true);
    expect(text.match(/^•/gm)).toHaveLength(told);
  });
});
