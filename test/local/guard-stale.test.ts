import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { callAs } from './api-caller.ts';
import { holdfast } from './command-line.ts';
import type { Outsider } from './guard-outsider.ts';
import { outsiderAt } from './guard-site.ts';

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-stale');
});

const BOATS = [
  'the sloop',
  'the ketch',
  'the cutter',
  'the dinghy',
  'the yawl',
  'the schooner',
  'the ferry',
  'the raft',
];
const TOURS = ['evening tours', 'whale watching', 'the island lunch', 'night sailing', 'the regatta'];

/** A page without a single feature token; each edition has one tour more than the one before. */
function edition(tours: number): string {
  const block = (name: string) => [
    `    <h2>About ${name}</h2>`,
    `    <p>Everything on ${name}, in a sentence of its own.</p>`,
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '  <head><meta charset="utf-8"><title>Boats</title></head>',
    '  <body>',
    ...[...BOATS, ...TOURS.slice(0, tours)].flatMap(block),
    '  </body>',
    '</html>',
    '',
  ].join('\n');
}

/** The edition as somebody changed it who did not know those after it. */
const changed = (tours: number): string => edition(tours).replace('the dinghy, in', 'the dinghy and its crew, in');

/** Uploads the editions from the first to this one, each when the one before was accepted; gives their baselines. */
async function accepted(key: string, last: number) {
  const baselines = [];
  for (let tours = 0; tours <= last; tours += 1) {
    await guest.put(key, edition(tours));
    baselines.push(await guest.untilAccepted(key, edition(tours)));
  }
  return baselines;
}

describe('a page without a single feature token', () => {
  it('is put back when an upload was edited from three versions back, and people are told from which', async () => {
    const key = 'tours/index.html';
    const base = (await accepted(key, 4))[1];
    await guest.put(key, changed(1));
    await guest.untilServed(key, edition(4));
    const { id, findings } = await guest.untilIncident(key, 'restored');
    expect(findings.map(({ code }) => code)).toEqual(['base.stale']);

    const warnings = '/v1/sites/guard-stale/warnings';
    const open = await callAs('deployer', { path: `${warnings}?page=${encodeURIComponent(key)}` });
    expect(open.body.items).toMatchObject([{ id, page: key, by: 'the guard', incident: id }]);

    const told = await guest.untilTold(id, ({ posts, messages }) => posts.length > 0 && messages.length > 0);
    const minute = base?.lastModified.slice(0, 16).replace('T', ' ');
    const says = `The upload was edited from the version of ${minute} UTC (1 line differs); it undoes 3 accepted versions: 6 lines of theirs are gone.`;
    const uploaded = `uploaded at ${base?.lastModified}; undoes 3 accepted versions`;
    for (const text of [told.messages[0]?.message, JSON.stringify(told.posts[0]?.body)]) {
      expect(text).toContain(says);
      expect(text).toContain(base?.versionId);
      expect(text).toContain(uploaded);
    }

    const { status, body } = await callAs('approver', { path: `/v1/incidents/${id}` });
    expect(status).toBe(200);
    expect(body.findings).toEqual([
      {
        code: 'base.stale',
        severity: 'rollback',
        says,
        place: { line: 23, excerpt: '<h2>About whale watching</h2>' },
        placeIn: 'baseline',
        ancestor: {
          identity: base?.identity,
          versionId: base?.versionId,
          lastModified: base?.lastModified,
          undoes: 3,
        },
      },
    ]);
    expect(body.ancestorDiff).toMatchObject({ kind: 'hunks', gone: 1, new: 1 });

    const acknowledge = { method: 'POST', path: `${warnings}/${id}/acknowledge`, json: { reason: 'thrown away' } };
    expect((await callAs('deployer', acknowledge)).status).toBe(403);
    expect((await callAs('approver', acknowledge)).body).toMatchObject({ id, acknowledged: { reason: 'thrown away' } });
    expect((await callAs('approver', acknowledge)).status).toBe(409);
    const left = await callAs('deployer', { path: warnings });
    expect(left.body.items.map((each: { id: string }) => each.id)).not.toContain(id);
  });

  it('keeps an upload that undoes one version only, and people are told', async () => {
    const key = 'boats/index.html';
    const base = (await accepted(key, 3))[2];
    await guest.put(key, changed(2));
    await guest.untilAccepted(key, changed(2));
    const { id, findings } = await guest.untilIncident(key, 'observed');
    expect(findings).toMatchObject([{ code: 'base.stale', severity: 'alert', ancestor: { undoes: 1 } }]);
    const { messages } = await guest.untilTold(id, (told) => told.messages.length > 0);
    expect(messages[0]?.message).toContain(`uploaded at ${base?.lastModified}; undoes 1 accepted version`);

    const next = changed(2).replace('the ferry, in', 'the ferry and its captain, in');
    await guest.put(key, next);
    await guest.untilAccepted(key, next);
    expect((await guest.served(key))?.body.toString()).toBe(next);
    expect(await guest.incidents(key)).toHaveLength(1);
  });

  it('goes back on purpose after an allowance, and stays there', async () => {
    const key = 'back/index.html';
    await accepted(key, 4);
    const allow = [
      'allow',
      'guard-stale',
      key,
      '--code',
      'base.stale',
      '--for',
      '1h',
      '--reason',
      'the season is over',
    ];
    const { exitCode, stderr } = await holdfast(path.dirname(guest.stack.inbox), ...allow, '--yes', '--json');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    await guest.put(key, edition(1));
    await guest.untilAccepted(key, edition(1));

    const next = changed(1);
    await guest.put(key, next);
    await guest.untilAccepted(key, next);
    expect((await guest.served(key))?.body.toString()).toBe(next);
    expect(await guest.incidents(key)).toEqual([]);
  });
});
