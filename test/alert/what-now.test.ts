import { expect, test } from 'vitest';
import { meaningOf } from '../../src/lib/alert/meaning.ts';
import { whatNow } from '../../src/lib/alert/what-now.ts';
import { INCIDENT_STATES, type Incident } from '../../src/lib/incident/incident.ts';
import type { FindingCode } from '../../src/lib/site/policy.ts';
import { DELETED } from '../../src/lib/site/version.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { sampleIncident } from './samples.ts';

const found = (code: FindingCode, severity: Finding['severity'] = 'rollback'): Finding => ({
  code,
  severity,
  says: '',
});
const said = (change: Partial<Incident>): string => whatNow(sampleIncident(change));

test('says how to retire a feature that was removed on purpose', () => {
  expect(said({})).toBe(
    'If the feature was removed on purpose: add its token to retired.tokens in holdfast.yml, run `npx holdfast apply`, then upload again.',
  );
});

test('says how to bring back what was retired', () => {
  const words = said({ findings: [found('retired.returned')] });
  expect(words).toContain('take it off the retired tokens and phrases in holdfast.yml');
  expect(words).not.toContain('removed on purpose');
});

test('names each other finding for which the version was undone once, and none that was only told', () => {
  const findings = [found('page.headers'), found('page.headers'), found('page.emptied'), found('token.moved', 'alert')];
  const words = said({ findings });
  expect(words.match(/policy\.severity of page\.headers to alert/g)).toHaveLength(1);
  expect(words).toContain('policy.severity of page.emptied to alert');
  expect(words).not.toContain('token.moved');
});

test('says of a deletion that it is to be done again, not to be uploaded', () => {
  const version = { ...sampleIncident().version, identity: DELETED };
  expect(said({ findings: [found('page.deleted')], version })).toMatch(/then delete again\.$/);
});

test('tells a version that cannot be read from one that cannot be undone', () => {
  const unread = found('page.unreadable', 'alert');
  expect(said({ state: 'undecided', findings: [unread] })).toContain('policy.limits');
  expect(said({ state: 'undecided', findings: [found('token.lost'), unread] })).toBe(
    'Upload the version that you want.',
  );
});

test('says of a contested page what stops it, and where a person reads how to release it', () => {
  const words = said({ state: 'contested' });
  expect(words).toContain('Stop who or what uploads it');
  expect(words).toContain('docs/recovery.md');
});

test.each(INCIDENT_STATES)(
  'names no decision to be made of an incident that is %s: this release has no command for one',
  (state) => {
    expect(meaningOf(sampleIncident({ state }))).not.toMatch(/\b(?:override|dismiss|resume)\b/);
  },
);
