import type { Site } from '../../src/lib/site/site.ts';
import { describe, expect, test } from 'vitest';
import { alertOf } from '../../src/lib/alert/alert-of.ts';
import { meaningOf } from '../../src/lib/alert/meaning.ts';
import { nextSteps } from '../../src/lib/alert/next-steps.ts';
import { slackMessage } from '../../src/lib/alert/slack-message.ts';
import { whatNow } from '../../src/lib/alert/what-now.ts';
import { DECISIONS, openDecisions } from '../../src/lib/incident/decisions.ts';
import { INCIDENT_STATES, type Decision, type Incident } from '../../src/lib/incident/incident.ts';
import { DELETED } from '../../src/lib/site/version.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { sampleIncident, sampleSite } from './samples.ts';

const said = (change: Partial<Incident>): string => whatNow(sampleIncident(change));
const commands = (change: Partial<Incident>): string[] =>
  nextSteps(sampleIncident(change)).map(({ command }) => command);

const UNREADABLE: Finding = { code: 'page.unreadable', severity: 'alert', says: '' };
const LOST: Finding = { code: 'token.lost', severity: 'rollback', token: 'STRIPE_CHECKOUT', says: '' };

function decided(what: Decision['what'], by: string): Decision {
  return { what, by, reason: 'planned for weeks', at: '2025-01-14T11:00:00.000Z' };
}

/** An incident that a person's decision took to `restored`. */
function restoredBy(decision: Decision): Incident {
  const { openedAt: at } = sampleIncident();
  const trail = [
    { state: 'observed', at },
    { state: 'restoring', at, decision },
    { state: 'restored', at },
  ] as const;
  return sampleIncident({ decision, trail });
}

test.each([
  ['the site only observes (policy.mode), and', [LOST, UNREADABLE], sampleIncident().baseline],
  ['what was found is only told (policy.severity), and', [{ ...LOST, severity: 'alert' }], sampleIncident().baseline],
  ['what was found is only told, and', [{ ...LOST, severity: 'alert' }], undefined],
] as const)('of what was left live says that %s', (why, findings, baseline) => {
  expect(meaningOf(sampleIncident({ state: 'observed', findings, baseline }))).toContain(`left live, because ${why}`);
});

describe.each(INCIDENT_STATES)('of an incident that is %s', (state) => {
  test('speaks of no decision that is not open', () => {
    const open: readonly string[] = openDecisions(sampleIncident({ state }));
    const words = said({ state });
    expect(DECISIONS.filter((what) => !open.includes(what) && new RegExp(`\\b${what}\\b`).test(words))).toEqual([]);
  });

  test('has the command of every decision that is open, and of no other', () => {
    const found = commands({ state }).flatMap((line) => /npx holdfast (\w+) f00d\S+ --reason/.exec(line)?.[1] ?? []);
    expect(found).toEqual(openDecisions(sampleIncident({ state })));
  });
});

test('says how an upload that was right goes live again, and how its feature is given up for good', () => {
  expect(said({})).toBe(
    'If the upload was right, override: its bytes and headers go live again and are the baseline. ' +
      'If a feature is gone for good, retire it as well.',
  );
  expect(commands({})).toEqual([
    'npx holdfast override f00dfeed00112233aabb --reason "…"',
    'npx holdfast dismiss f00dfeed00112233aabb --reason "…"',
    'npx holdfast link f00dfeed00112233aabb --for "…"',
    'npx holdfast retire demo --token STRIPE_CHECKOUT --reason "…"',
    'npx holdfast allow demo index.html --token STRIPE_CHECKOUT --for 1d --reason "…"',
    'npx holdfast incidents show f00dfeed00112233aabb',
  ]);
});

test('speaks of retiring only where a feature was lost', () => {
  const findings: Finding[] = [{ code: 'page.headers', severity: 'rollback', says: '' }];
  expect(said({ findings })).not.toContain('retire');
  expect(commands({ findings }).join('\n')).not.toMatch(/holdfast (?:retire|allow)/);
});

test('names every lost feature in what it suggests, and suggests no allowance that would not be enough', () => {
  const other = { ...LOST, token: 'HERO' };
  const lines = commands({ findings: [LOST, other] });
  expect(lines).toContain('npx holdfast retire demo --token STRIPE_CHECKOUT --reason "…"');
  expect(lines).toContain('npx holdfast retire demo --token HERO --reason "…"');
  expect(lines).toContain(
    'npx holdfast allow demo index.html --token STRIPE_CHECKOUT --token HERO --for 1d --reason "…"',
  );
  const unsafe = commands({ findings: [LOST, { ...LOST, token: '$(id)' }] }).join('\n');
  expect(unsafe).toContain('retire demo --token STRIPE_CHECKOUT');
  expect(unsafe).not.toMatch(/holdfast allow|\$/);
});

test('lets emptied features pass the next upload, with those that are lost, and retires them not', () => {
  const hollow: Finding = { ...LOST, code: 'token.hollow', token: 'GALLERY' };
  const steps = nextSteps(sampleIncident({ findings: [hollow] }));
  expect(steps).toContainEqual({
    does: 'Let the next upload empty it too',
    command: 'npx holdfast allow demo index.html --token GALLERY --for 1d --reason "…"',
  });
  expect(steps.map(({ command }) => command).join()).not.toContain('retire');
  expect(nextSteps(sampleIncident({ findings: [LOST, hollow] }))).toContainEqual({
    does: 'Let the next upload lose or empty them too',
    command: 'npx holdfast allow demo index.html --token STRIPE_CHECKOUT --token GALLERY --for 1d --reason "…"',
  });
  expect(commands({ findings: [{ ...hollow, severity: 'alert' }] }).join()).not.toContain('allow');
});

test('says how what was retired may come back, and after an override that it is retired still', () => {
  const back: Finding = { code: 'retired.returned', severity: 'rollback', token: 'OLD_HERO', says: '' };
  const { token: _, ...rest } = back;
  const findings = [back, { ...rest, phrase: 'For Ranch & Coast readers' }, { ...rest, phrase: '"; id; "' }];
  const unretire = [
    'npx holdfast unretire demo --token OLD_HERO',
    'npx holdfast unretire demo --phrase "For Ranch & Coast readers"',
  ];
  expect(said({ findings })).toContain('If what was retired may come back, unretire it as well.');
  for (const state of ['restored', 'overridden'] as const) {
    expect(commands({ state, findings }).filter((line) => line.includes('unretire'))).toEqual(unretire);
  }
  expect(meaningOf(sampleIncident({ state: 'overridden', findings }))).toContain('is still retired');
  expect(meaningOf(sampleIncident({ state: 'overridden' }))).not.toContain('retired');
  expect(commands({ state: 'dismissed', findings }).join()).not.toContain('unretire');
  expect(commands({ findings: [{ ...rest, phrase: '$(id)' }] }).join()).not.toContain('unretire');
});

describe('an upload that was edited from an older version', () => {
  const STALE: Finding = { code: 'base.stale', severity: 'rollback', says: '' };
  const steps = (change: Partial<Incident>, bucket?: string) =>
    nextSteps(sampleIncident({ findings: [STALE], ...change }), bucket).map(({ command }) => command);
  const FETCH = 'aws s3 cp s3://demo-prod/booking/index.html live-index.html';
  const ALLOW = 'npx holdfast allow demo booking/index.html --code base.stale --for 1d --reason "…"';

  test('is to be made again in the live page, or allowed to go back on purpose', () => {
    expect(said({ findings: [STALE] })).toBe(
      'If the upload was right, override: its bytes and headers go live again and are the baseline. ' +
        'If it came from an older copy by mistake, get the live page, make the change in it, and upload that.',
    );
    expect(steps({ key: 'booking/index.html' }, 'demo-prod')).toEqual([
      'npx holdfast override f00dfeed00112233aabb --reason "…"',
      'npx holdfast dismiss f00dfeed00112233aabb --reason "…"',
      'npx holdfast link f00dfeed00112233aabb --for "…"',
      FETCH,
      ALLOW,
      'npx holdfast incidents show f00dfeed00112233aabb',
    ]);
  });

  test('that was left live is restored first', () => {
    const told = { state: 'observed', findings: [{ ...STALE, severity: 'alert' }] } as const;
    expect(said(told)).toBe(
      'If that was wrong, restore: the version before it goes back. Then get the live page, make the change in it, and upload that.',
    );
    const commands = steps({ ...told, key: 'booking/index.html' }, 'demo-prod');
    expect(commands).toContain(FETCH);
    expect(commands).not.toContain(ALLOW);
  });

  test('is allowed nothing where another finding undid it, and is told no command that a shell could take otherwise', () => {
    expect(steps({ findings: [LOST, { ...STALE, severity: 'alert' }] }).join()).not.toContain('--code');
    for (const bad of ['--yes', '$(id)', 'a b', 'a;b', '`id`', '../x', 'a/$(id)', 'a/']) {
      expect(steps({ key: bad }, 'demo-prod').join('\n')).not.toMatch(/aws s3|holdfast allow .*[$`;]/);
    }
    expect(steps({}, 'bucket; id').join()).not.toContain('aws s3');
    expect(steps({}).join()).not.toContain('aws s3');
  });

  test('is no matter of an upload that lost something else', () => {
    expect(said({})).not.toContain('older copy');
    expect(commands({}).join()).not.toMatch(/aws s3|base\.stale/);
  });
});

test('says of a deletion that the next one passes', () => {
  const version = { ...sampleIncident().version, identity: DELETED };
  expect(said({ findings: [{ code: 'page.deleted', severity: 'rollback', says: '' }], version })).toBe(
    'If the page was to go, override: the next deletion of it passes.',
  );
  expect(meaningOf(sampleIncident({ state: 'overridden', version }))).toContain('until then the page stays');
});

test('tells a version that cannot be read from one that cannot be undone', () => {
  expect(said({ state: 'undecided', findings: [UNREADABLE] })).toMatch(/restore: the baseline goes live again/);
  expect(said({ state: 'undecided', findings: [LOST, UNREADABLE] })).toMatch(/mend what stands in the way/);
});

test('offers no restore where there was nothing before', () => {
  const first = { state: 'undecided', findings: [UNREADABLE], baseline: undefined } as const;
  expect(said(first)).not.toContain('restore');
  expect(commands(first).join('\n')).not.toContain('holdfast restore');
});

test('puts no page and no token into a command that could mean something to a shell or be an option', () => {
  for (const bad of ['--yes', '$(id)', 'a b', 'a;b', '`id`', "a'b", '../x']) {
    const lines = commands({ key: bad, findings: [LOST] }).join('\n');
    expect(lines).not.toContain(bad);
    expect(commands({ findings: [{ ...LOST, token: bad }] }).join('\n')).not.toContain(bad);
    expect(commands({ id: bad })).toEqual([]);
  }
});

test.each([
  ['arn:aws:sts::123456789012:assumed-role/web-lead/kim', 'web-lead/kim through the API.'],
  ['Slack user U0123456789 of T0123456789', 'Slack user U0123456789 of T0123456789.'],
  [
    'web-lead@example.com by a personal link that arn:x made',
    'web-lead@example.com by a personal link that arn:x made.',
  ],
])('says loudly who decided, by which way and why: %s', (by, told) => {
  for (const [state, what] of [
    ['overridden', 'override'],
    ['dismissed', 'dismiss'],
  ] as const) {
    const words = meaningOf(sampleIncident({ state, decision: decided(what, by) }));
    expect(words).toContain(`by ${by.split('/')[0]}`);
    expect(words).toContain(told);
    expect(words).toContain('Reason: planned for weeks.');
  }
});

test('says so when a person had a page put back or guarded again', () => {
  const restored = restoredBy(decided('restore', 'arn:aws:iam::123456789012:user/kim'));
  expect(meaningOf(restored)).toMatch(/^The version before it is live again, as decided by arn:\S+user\/kim through/);
  expect(nextSteps(restored).map(({ command }) => command)).not.toContainEqual(expect.stringContaining('override'));
  expect(meaningOf(restoredBy(decided('resume', 'Slack user U1 of T1')))).toMatch(
    /^The page is guarded again, as decided by Slack user U1 of T1\. Reason: planned for weeks\./,
  );
});

test('does not take a later restore of the guard for the one that a person decided', () => {
  const { trail = [], ...incident } = restoredBy(decided('resume', 'arn:aws:iam::123456789012:user/kim'));
  const at = '2025-01-14T12:00:00.000Z';
  const again = [...trail, { state: 'restoring', at }, { state: 'restored', at }] as const;
  expect(meaningOf({ ...incident, trail: again })).toMatch(/^The upload was rejected and the baseline is live again/);
});

test('says where a lost feature is live now, and that one tap accepts it where there is something to tap', () => {
  const incident = sampleIncident({ nowOn: { STRIPE_CHECKOUT: 'pay.html' } });
  const app = { id: 'A012AB3CD', team: 'T012AB3CD', signingSecretParameter: '/demo/signing' };
  const slack = { channel: '#alerts', tokenParameter: '/demo/slack' };
  const elsewhere = (site: Partial<Site>) =>
    alertOf(incident, { ...sampleSite(), ...site }, { kind: 'none', reason: 'x' }, new Date()).elsewhere;
  const where = 'STRIPE_CHECKOUT is now live on pay.html: override';
  expect(elsewhere({ slack: { ...slack, app } })).toEqual([`${where} with one tap.`]);
  expect(elsewhere({ slack })).toEqual([`${where}, if that was meant.`]);
  expect(elsewhere({ slack: undefined })).toEqual([`${where}, if that was meant.`]);
});

test('calls the versions what they are once the guard was overruled', () => {
  const labels = (state: Incident['state']) =>
    alertOf(sampleIncident({ state }), sampleSite(), { kind: 'none', reason: 'x' }, new Date()).facts.map(
      ([label]) => label,
    );
  expect(labels('restored')).toEqual(expect.arrayContaining(['Rejected version', 'Baseline']));
  expect(labels('overridden')).toEqual(expect.arrayContaining(['Accepted version', 'Version before']));
});

test('never says that the guard was right where it could not judge', () => {
  const at = '2025-01-14T11:00:00.000Z';
  const decision = decided('dismiss', 'Slack user U1 of T1');
  const dismissedFrom = (state: Incident['state']) =>
    sampleIncident({
      state: 'dismissed',
      decision,
      trail: [
        { state, at },
        { state: 'dismissed', at, decision },
      ],
    });
  expect(meaningOf(dismissedFrom('restored'))).toContain('The guard was right.');
  expect(meaningOf(dismissedFrom('undecided'))).toContain('The version stays live and is not the baseline');
  for (const incident of [dismissedFrom('undecided'), sampleIncident({ state: 'undecided', findings: [UNREADABLE] })]) {
    const alert = alertOf(incident, sampleSite(), { kind: 'none', reason: 'x' }, new Date());
    expect(JSON.stringify(slackMessage(alert, openDecisions(incident)))).not.toMatch(/guard was right/i);
  }
});
