import { describe, expect, test, vi } from 'vitest';
import { FINDING_CODES } from '../../src/lib/site/policy.ts';
import { EVERY_FINDING } from '../alert/every-finding.ts';
import { IN_STATE, KEY, newest, type World as Guard } from '../approval/people.ts';
import { staleWorld } from '../console/stale-world.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { fakeApi } from './fake-api.ts';
import { emptyWorld } from './fake-operator.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite();

function stackOf(guard: Guard) {
  const stack = emptyWorld();
  stack.fetch = fakeApi(guard);
  return stack;
}

const show = async (guard: Guard) => run(stackOf(guard), [SITE], 'incidents show', { args: [newest(guard)] });

/** The newest incident with these findings instead of its own. */
function withFindings(guard: Guard, findings: readonly Finding[]): Guard {
  const incident = guard.table.incident(newest(guard));
  const page = guard.table.page({ site: 'demo', key: KEY });
  if (!incident || !page) throw new Error('there is no incident');
  const bump = { expect: page.rev, next: { ...page, rev: page.rev + 1 } };
  const next = { ...incident, rev: incident.rev + 1, findings };
  guard.table.commit({ page: bump, incidents: [{ expect: incident.rev, next }], tokens: [] });
  return guard;
}

describe('incidents show', () => {
  test('of a stale upload names the version it was edited from, and shows how little differs from it', async () => {
    vi.stubEnv('FORCE_COLOR', '0');
    const guard = await staleWorld();
    const { exitCode, text, value } = await show(guard);
    vi.unstubAllEnvs();
    expect(exitCode).toBe(0);
    expect(text).toMatch(/based on {3}version v1 of 2026-\S+Z; undoes 4 accepted versions\n/);
    const [, fromBaseline = '', fromOlder = ''] =
      /\n\nthe baseline and the upload\n([^]*)\n\nthe version of \S+Z, from which it was edited, and the upload\n([^]*?)\n\n/.exec(
        text,
      ) ?? [];
    expect(fromBaseline).toContain('-<p>Evening tours</p>');
    expect(fromOlder.split('\n').filter((line) => /^[-+]/.test(line))).toEqual(['+<p>Call us</p>']);
    expect(value).toMatchObject({ incident: { ancestorDiff: { kind: 'hunks', gone: 0, new: 1 } } });
  });

  test('of a stale upload names the warning that the guard raised for it, until it is acknowledged and then by whom', async () => {
    const guard = await staleWorld();
    const id = newest(guard);
    const open = await show(guard);
    expect(open.text).toContain(
      `warning    open: deploys of this page are refused until npx holdfast ack ${id} --reason "…"\n`,
    );
    expect(open.value).toMatchObject({ warning: { id, incident: id, by: 'the guard' } });
    await run(stackOf(guard), [SITE], 'ack', { args: [id], options: { reason: 'the copy is gone' } });
    expect((await show(guard)).text).toMatch(
      /warning {4}acknowledged by arn:\S+web-lead\/cb, \S+Z: the copy is gone\n/,
    );
  });

  test('of a stale upload says how its change is made again, and how a page goes back on purpose', async () => {
    const { text } = await show(await staleWorld());
    expect(text).toContain('  aws s3 cp s3://demo-prod/index.html live-index.html\n      Get the live page, to make');
    // Either alone would not be enough.
    expect(text).toContain('  npx holdfast allow demo index.html --token CHECKOUT --for 1d --reason "…"\n');
    expect(text).toContain('  npx holdfast allow demo index.html --code base.stale --for 1d --reason "…"\n');
    expect(text).toContain('  npx holdfast retire demo --token CHECKOUT --reason "…"\n');
    expect(text).toContain('the accepted versions that it undoes stay undone');
  });

  test.each(FINDING_CODES)('tells %s in one sentence with its place', async (code) => {
    const finding = EVERY_FINDING[code];
    const { text } = await show(withFindings(await staleWorld(), [finding]));
    expect(text).toContain(`  ${code} (${finding.severity}): ${finding.says}\n`);
    const where = finding.placeIn === 'baseline' ? 'of the last good version' : 'of the upload';
    const { place } = finding;
    expect(text.match(/^ {6}line .*$/gm) ?? []).toEqual(
      place ? [`      line ${place.line} ${where}: ${place.excerpt}`] : [],
    );
  });

  test('shows nothing that a terminal would obey', async () => {
    const evil = '\u001B[2J\u202Egnp.exe\u0007\r\n';
    const finding = { ...EVERY_FINDING['base.stale'], says: evil, place: { line: 1, excerpt: evil.repeat(200) } };
    const ancestor = { identity: evil, versionId: evil, lastModified: '2026-01-01T00:00:00.000Z', undoes: 1 };
    const { text } = await show(withFindings(await staleWorld(), [{ ...finding, ancestor }]));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.match(/^ {6}line 1 of the upload: .*…$/m)?.[0].length).toBeLessThan(250);
  });
});

test('of what was left live calls the version accepted, also before a decision', async () => {
  const guard = await IN_STATE.observed();
  const { text } = await show(guard);
  const { shown } = await run(stackOf(guard), [SITE], 'restore', {
    args: [newest(guard)],
    options: { reason: 'the page before is wanted' },
    answer: 'no',
  });
  for (const told of [text, shown.join('\n')]) {
    expect(told).toMatch(/^ *accepted {3}version v\d+ of /m);
    expect(told).toMatch(/^ *before {5}version v\d+ of /m);
    expect(told).not.toMatch(/^ *(rejected|baseline) /m);
  }
});

test('a decision says before it is made what the upload was edited from', async () => {
  const guard = await staleWorld();
  const { shown } = await run(stackOf(guard), [SITE], 'override', {
    args: [newest(guard)],
    options: { reason: 'the spring page is wanted' },
    answer: 'no',
  });
  expect(shown.join('\n')).toMatch(/based on {3}version v1 of 2026-\S+Z; undoes 4 accepted versions/);
});

test('an allowance says in words what it lets happen', async () => {
  const guard = await staleWorld();
  const { shown } = await run(stackOf(guard), [SITE], 'allow', {
    args: ['demo', 'index.html'],
    options: { code: ['base.stale'], for: '1d', reason: 'back to spring' },
    answer: 'dry-run',
  });
  expect(shown.join('\n')).toContain('base.stale: the upload was edited from an older version, or goes back to one');
});
