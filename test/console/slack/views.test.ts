import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewFault } from '../../../scripts/local/slack-view-limits.ts';
import { askedIn, decisionView, recordedView, refusedView } from '../../../src/console/slack/decision-view.ts';
import { whyNotOpen } from '../../../src/console/slack/decision-words.ts';
import type { SlackView } from '../../../src/console/slack/view.ts';
import { DECISIONS } from '../../../src/lib/incident/decisions.ts';
import { INCIDENT_STATES, type Incident } from '../../../src/lib/incident/incident.ts';
import { DELETED } from '../../../src/lib/site/version.ts';
import { sampleIncident } from '../../alert/samples.ts';

const DELETION = { ...sampleIncident().version, identity: DELETED };

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('<!channel> *b* `c` <https://x.example|y>', '"'.repeat(4000), '&'.repeat(4000), '👩‍👩‍👧'.repeat(500), ''),
);
const anyWhat = fc.constantFrom(...DECISIONS);
const anyDecision = fc.record({
  what: anyWhat,
  by: anyText,
  reason: anyText,
  at: fc.constant('2026-03-01T09:00:00.000Z'),
});
const anyIncident: fc.Arbitrary<Incident> = fc
  .record({
    key: anyText,
    site: anyText,
    state: fc.constantFrom(...INCIDENT_STATES),
    says: fc.array(anyText, { maxLength: 20 }),
    decision: fc.option(anyDecision, { nil: undefined }),
    deleted: fc.boolean(),
  })
  .map(({ says, deleted, decision, ...rest }) =>
    sampleIncident({
      ...rest,
      ...(decision && { decision }),
      ...(deleted && { version: DELETION }),
      findings: says.map((sentence) => ({ code: 'token.lost', severity: 'rollback', says: sentence })),
    }),
  );

/** What Slack would refuse of a window, and what people could be lied to by. */
function faults(view: SlackView): string[] {
  const texts = view.blocks.flatMap((block) => ('text' in block ? [block.text] : []));
  return [
    viewFault(view) ?? '',
    ...texts.map(({ type }) => (type === 'plain_text' ? '' : 'markup')),
    ...texts.map(({ text }) => (/[<>]|&(?!amp;|lt;|gt;)/.test(text) ? 'an unescaped character' : '')),
    ...texts.map(({ text }) => (/[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', '')) ? 'a hidden character' : '')),
  ].filter((fault) => fault !== '');
}

test('keeps every limit of Slack, and escapes all, whatever the incident says', () => {
  fc.assert(
    fc.property(anyIncident, anyWhat, anyDecision, fc.boolean(), (incident, what, decision, asked) => {
      expect(faults(decisionView(what, incident))).toEqual([]);
      expect(faults(recordedView(incident, decision, asked))).toEqual([]);
      expect(faults(refusedView(whyNotOpen(what, incident)))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('gets back from a window what it was opened for', () => {
  const decision = { what: 'override', by: 'kim', reason: 'so', at: '2026-03-01T09:00:00.000Z' } as const;
  for (const [incident, after] of [
    [sampleIncident(), 'none'],
    [sampleIncident({ state: 'overridden', decision }), decision.at],
  ] as const) {
    const { private_metadata: metadata = '' } = decisionView('restore', incident);
    expect(askedIn(metadata)).toEqual({ incident: incident.id, what: 'restore', after });
  }
});

test('says so when the guard could not be told of a decision at once', () => {
  const decision = { what: 'override', by: 'kim', reason: 'so', at: '2026-03-01T09:00:00.000Z' } as const;
  expect(JSON.stringify(recordedView(sampleIncident(), decision, true))).toContain('takes some seconds');
  expect(JSON.stringify(recordedView(sampleIncident(), decision, false))).toContain('within 15 minutes');
});
