import { describe, expect, it } from 'vitest';
import { changeBehind, deployedBy } from '../../src/lib/alert/deployed-by.ts';
import type { ReleasedChange } from '../../src/lib/deploy/release.ts';
import { DELETED } from '../../src/lib/site/version.ts';
import { sampleIncident } from './samples.ts';
import { AlertWorld } from './world.ts';

const incident = sampleIncident();

const change = (more: Partial<ReleasedChange> = {}): ReleasedChange => ({
  site: incident.site,
  key: incident.key,
  identity: incident.version.identity,
  release: '20250114T102200Z-1f2e3d',
  change: 'new season',
  by: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
  at: '2025-01-14T10:21:58.000Z',
  ...more,
});

describe('an alert', () => {
  it('names the release, its change and whoever deployed, over both channels', async () => {
    const world = new AlertWorld();
    world.changes.set(incident.version.identity, change());
    await world.wake(world.write());
    const says = 'Deployed by: release 20250114T102200Z-1f2e3d (change “new season”) by arn:aws:sts::123456789012';
    expect(world.sns.messages[0]?.message).toContain(says);
    expect(JSON.stringify([...world.slack.posts.values()])).toContain('20250114T102200Z-1f2e3d');
  });

  it('says nothing of a deploy where none was noted', async () => {
    const world = new AlertWorld();
    await world.wake(world.write());
    expect(world.sns.messages[0]?.message).not.toContain('Deployed by');
  });
});

describe('the release behind an incident', () => {
  it.each<[string, () => Promise<ReleasedChange | undefined>]>([
    ['nothing was noted', async () => undefined],
    ['what was noted is another page, equal to this one', async () => change({ key: 'other.html' })],
    ['the note cannot be read', () => Promise.reject(new Error('denied'))],
  ])('is not known where %s', async (_why, changeOf) => {
    expect(await changeBehind(incident, { changeOf })).toBeUndefined();
  });

  it('is not asked for where the page was deleted', async () => {
    const deleted = { ...incident, version: { ...incident.version, identity: DELETED } };
    const changeOf = async () => change({ identity: DELETED });
    expect(await changeBehind(deleted, { changeOf })).toBeUndefined();
  });

  it('is one bounded line, whatever a deployer wrote', () => {
    const hostile = change({
      change: `a\nb\u202e${'x'.repeat(4000)}`,
      by: 'y'.repeat(4000),
      release: 'z'.repeat(200),
    });
    const line = deployedBy(hostile);
    expect(line.length).toBeLessThanOrEqual(440);
    expect(line).not.toMatch(/[\n\u202e]/);
    expect(deployedBy({ release: 'r', by: 'ci' })).toBe('release r by ci');
  });
});
