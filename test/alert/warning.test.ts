import { describe, expect, test } from 'vitest';
import type { StreamRecord } from '../../src/lib/alert/stream-hints.ts';
import type { Image } from '../../src/lib/alert/stream-images.ts';
import type { Warning } from '../../src/lib/site/warning.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { sampleIncident } from './samples.ts';
import { AlertWorld } from './world.ts';

const LEAD = 'arn:aws:sts::123456789012:assumed-role/web-lead/cb';
const WARNING: Warning = {
  id: '20250114T102000Z-0a1b2c3d4e5f',
  site: 'demo',
  key: 'booking/index.html',
  says: 'The booking page is being rebuilt: ask CB first.',
  by: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
  at: '2025-01-14T10:20:00.000Z',
};
const ACKNOWLEDGED: Warning = {
  ...WARNING,
  acknowledged: { by: LEAD, reason: 'it is done', at: '2025-01-14T10:21:00.000Z' },
};

/** A warning's item as the stream shows it. */
function image({ acknowledged, ...texts }: Warning): Image {
  const shown = Object.entries(texts).map(([name, S]) => [name, { S }] as const);
  return {
    ...Object.fromEntries(shown),
    kind: { S: 'warning' },
    tells: { S: 'yes' },
    ...(acknowledged && { acknowledged: { M: { by: { S: acknowledged.by } } } }),
  };
}

/** Keeps a warning as it is now and gives back the record that the stream would carry. */
function written(world: AlertWorld, after: Warning, before?: Warning): StreamRecord {
  world.warnings.set(after.id, after);
  const Keys = { pk: { S: 'SITE#demo' }, sk: { S: `WARNING#${after.id}` } };
  const OldImage = before && { OldImage: image(before) };
  return { dynamodb: { SequenceNumber: 's-1', Keys, NewImage: image(after), ...OldImage } };
}

const told = (world: AlertWorld): string[] => world.sns.messages.map(({ message }) => message);

describe('a warning', () => {
  test('is told on both channels, once: what it says, who raised it, and how it is acknowledged', async () => {
    const world = new AlertWorld();
    const record = written(world, WARNING);
    await world.wake(record);
    await world.wake(record);
    expect(told(world)).toEqual([expect.stringContaining('demo: a warning about booking/index.html was raised')]);
    expect(told(world)[0]).toContain(
      'Deploys of booking/index.html of demo are refused until an approver acknowledges it.',
    );
    expect(told(world)[0]).toContain(`Warning: ${WARNING.says}\nRaised by: ${WARNING.by}, ${WARNING.at}`);
    expect(told(world)[0]).toContain(`npx holdfast ack ${WARNING.id} --reason "…"`);
    expect(world.sns.messages[0]?.attributes).toEqual({ site: 'demo', state: 'warning', severity: 'medium' });
    expect(world.slack.seen).toHaveLength(1);
  });

  test('of the whole site says so', async () => {
    const world = new AlertWorld();
    const { key: _, ...ofSite } = WARNING;
    await world.wake(written(world, ofSite));
    expect(told(world)[0]).toContain('demo: a warning about the whole site was raised');
    expect(told(world)[0]).toContain('Deploys of all of demo are refused until');
  });

  test('is told again when somebody acknowledges it: by whom and why', async () => {
    const world = new AlertWorld();
    await world.wake(written(world, WARNING));
    const record = written(world, ACKNOWLEDGED, WARNING);
    await world.wake(record);
    await world.wake(record);
    expect(told(world)).toHaveLength(2);
    expect(told(world)[1]).toContain('It blocks deploys of booking/index.html of demo no longer.');
    expect(told(world)[1]).toContain(`Acknowledged by: ${LEAD}, 2025-01-14T10:21:00.000Z\nReason: it is done`);
    expect(told(world)[1]).not.toContain('npx holdfast ack');
    expect(world.slack.seen).toHaveLength(2);
  });

  test('is told late as what it is by then, and not as open', async () => {
    const world = new AlertWorld();
    world.slack.down = true;
    await world.wake(written(world, WARNING));
    await world.wake(written(world, ACKNOWLEDGED, WARNING));
    world.slack.down = false;
    expect(await world.wakeByQueue()).toBe(0);
    expect(world.slack.seen.map(({ message }) => message.text)).toEqual([
      expect.stringMatching(/was raised\. It blocks deploys .* no longer\. This comes late\.$/),
      expect.stringMatching(/was acknowledged\. It blocks deploys .* no longer\.$/),
    ]);
  });

  test('that expired before it could be told is not told', async () => {
    const world = new AlertWorld();
    const record = written(world, WARNING);
    world.warnings.clear();
    expect(await world.wake(record)).toEqual([]);
    expect(told(world)).toEqual([]);
  });

  test('is not told when its item changes otherwise', async () => {
    const world = new AlertWorld();
    await world.wake(written(world, WARNING, WARNING));
    await world.wake(written(world, ACKNOWLEDGED, ACKNOWLEDGED));
    expect(told(world)).toEqual([]);
  });

  test('shows hostile text as text, and names no hostile site or id in a command', async () => {
    const world = new AlertWorld();
    const id = '$(rm -rf ~)';
    await world.wake(
      written(world, { ...WARNING, id, says: 'a\u202Eb <!channel> ```\nReason: forged', key: '<b>.html' }),
    );
    expect(told(world)[0]).toContain('Warning: a\\u{202e}b <!channel> ```\\u{a}Reason: forged');
    expect(told(world)[0]).not.toContain('npx holdfast ack');
    expect(JSON.stringify(world.slack.seen)).toContain('b &lt;!channel&gt; ```');
    expect(JSON.stringify(world.slack.seen)).not.toMatch(/<[!b]/);
  });
});

describe('a warning of the guard', () => {
  const STALE: Finding = {
    code: 'base.stale',
    severity: 'rollback',
    says: 'The upload was edited from an older version.',
  };
  const incident = sampleIncident({ findings: [STALE] });
  const guards: Warning = { ...WARNING, id: incident.id, key: incident.key, by: 'the guard', incident: incident.id };
  const ASK = `Acknowledge it, and let deploys go on: npx holdfast ack ${incident.id} --reason "…"`;

  test('has no message of its own: the alert of its incident says how it is acknowledged', async () => {
    const world = new AlertWorld();
    await world.wake(written(world, guards), world.write(incident));
    expect(told(world)).toHaveLength(1);
    expect(told(world)[0]).toContain(
      "Deploys of this page are refused until an approver acknowledges the guard's warning.",
    );
    expect(told(world)[0]).toContain(`${ASK}\nSee everything about it:`);
    expect(JSON.stringify(world.slack.seen)).toContain(`npx holdfast ack ${incident.id}`);
  });

  test('is no part of the alert once it is acknowledged, or where there is none', async () => {
    const world = new AlertWorld();
    await world.wake(world.write(incident));
    world.warnings.set(guards.id, { ...guards, acknowledged: { by: LEAD, reason: 'merged', at: WARNING.at } });
    await world.wake(world.write({ ...incident, entry: 3, rev: 3, state: 'dismissed' }));
    expect(told(world)).toHaveLength(2);
    for (const message of told(world)) expect(message).not.toContain('holdfast ack');
  });

  test('is told when somebody acknowledges it, unless by deciding its incident, which is told', async () => {
    const world = new AlertWorld();
    const acknowledged = { by: LEAD, reason: 'merged', at: WARNING.at };
    world.write({ ...incident, state: 'dismissed', decision: { what: 'dismiss', ...acknowledged } });
    await world.wake(written(world, { ...guards, acknowledged }, guards));
    expect(told(world)).toEqual([]);
    world.write(incident);
    await world.wake(written(world, { ...guards, acknowledged }, guards));
    expect(told(world)).toEqual([expect.stringContaining('a warning about index.html was acknowledged')]);
  });
});
