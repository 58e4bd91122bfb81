import { describe, expect, test } from 'vitest';
import { pageWith } from '../world.ts';
import type { Guard } from './fake-api.ts';
import { emptyWorld, type World } from './fake-operator.ts';
import { guarded } from './guarded.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite();
const GOOD = pageWith('HERO', 'CHECKOUT');
const STALE = pageWith('HERO');
const WRITER = { principal: 'AWS:ci', sourceIp: '192.0.2.7', event: 'ObjectCreated:Put' };

/** A page whose stale upload was undone; gives the incident's id. */
async function undone({ guard }: { guard: Guard }, key = 'index.html', bad = STALE): Promise<string> {
  guard.upload(key, GOOD);
  await guard.look(key);
  const { etag, versionId } = guard.upload(key, bad);
  await guard.look(key, [{ writer: WRITER, etag, versionId }]);
  await guard.look(key);
  return guard.table.incidents().find((incident) => incident.key === key)?.id ?? '';
}

function decide(stack: World, what: string, id: string, options: Record<string, unknown> = {}, answer?: 'dry-run') {
  const all = { reason: 'the new page has no checkout', ...options };
  return run(stack, [SITE], what, { args: [id], options: all, ...(answer && { answer }) });
}

/** A newer version is accepted after a decision was shown, and before it is sent. */
function acceptsMoreBeforePosts({ stack, guard }: ReturnType<typeof guarded>): void {
  const { fetch } = stack;
  stack.fetch = async (url, init) => {
    if (init.method === 'POST') {
      guard.upload('index.html', pageWith('HERO', 'CHECKOUT', 'MORE'));
      await guard.look('index.html');
    }
    return fetch(url, init);
  };
}

describe('override', () => {
  test('shows what will happen, then waits until the rejected version is live again', async () => {
    const world = guarded();
    const id = await undone(world);
    expect(world.guard.served('index.html')).toBe(GOOD);
    const { exitCode, value, text, shown, progress } = await decide(world.stack, 'override', id.slice(0, 8));
    expect(shown).toHaveLength(1);
    for (const part of [
      `override incident ${id} (restored)`,
      'page       index.html of demo',
      'findings   token.lost CHECKOUT',
      'written by AWS:ci, 192.0.2.7',
      '2 lines gone, 1 line new',
      'Its bytes and headers go live again',
      'reason     the new page has no checkout',
    ]) {
      expect(shown[0]).toContain(part);
    }
    expect(exitCode).toBe(0);
    expect(progress).toContain('waiting for 1 page');
    expect(world.guard.served('index.html')).toBe(STALE);
    expect(value).toMatchObject({ done: true, pending: [], incident: { id, state: 'overridden' } });
    expect(text).toMatch(/^The upload of index\.html is live\.\nRecorded:/);
    expect(text).toContain(`Recorded: override of ${id}, index.html of demo.`);
  });

  test('does not wait when told so', async () => {
    const world = guarded();
    const { exitCode, progress, text } = await decide(world.stack, 'override', await undone(world), { wait: false });
    expect([exitCode, progress]).toEqual([0, []]);
    expect(text).toMatch(/^Recorded:/);
    expect(world.guard.served('index.html')).toBe(GOOD);
  });

  test('says so when the page is not as decided after a minute', async () => {
    const world = guarded();
    const id = await undone(world);
    world.stack.onWait = async () => undefined;
    const { exitCode, value, text } = await decide(world.stack, 'override', id);
    expect([exitCode, value]).toMatchObject([6, { done: true, pending: ['index.html'] }]);
    expect(text).toMatch(/^Recorded:/);
    expect(text).toContain('Not as decided yet: index.html. See: npx holdfast status demo');
  });

  test('decides nothing in a dry run, nor when the person says no', async () => {
    const world = guarded();
    const id = await undone(world);
    const before = world.guard.table.incident(id);
    const asked = world.guard.queue.messages.length;
    const { exitCode, value } = await decide(world.stack, 'override', id, {}, 'dry-run');
    expect([exitCode, value]).toMatchObject([0, { incident: id, decision: 'override', done: false }]);
    const input = { args: [id], options: { reason: 'x' }, answer: 'no' as const };
    expect((await run(world.stack, [SITE], 'override', input)).exitCode).toBe(1);
    expect(world.guard.table.incident(id)).toEqual(before);
    expect(world.guard.queue.messages).toHaveLength(asked);
  });

  test.each([
    ['deployer', 'deployer/ci is no approver of demo'],
    ['stranger', 'Sign the request'],
  ])('is not for a %s', async (token, says) => {
    const world = guarded();
    const id = await undone(world);
    const before = world.guard.table.incident(id);
    world.stack.token = token;
    const { exitCode, text } = await decide(world.stack, 'override', id);
    expect(exitCode).toBe(7);
    expect(text).toContain(says);
    expect(world.guard.table.incident(id)).toEqual(before);
  });

  test('is refused by a rule when something newer was accepted since it was shown', async () => {
    const world = guarded();
    const id = await undone(world);
    acceptsMoreBeforePosts(world);
    const { exitCode, value } = await decide(world.stack, 'override', id);
    expect([exitCode, value]).toMatchObject([3, { error: { code: 'API.MOVED' } }]);
    expect(world.guard.served('index.html')).toContain('MORE');
  });

  test('is not even asked for when something newer was accepted before it is shown', async () => {
    const world = guarded();
    const id = await undone(world);
    world.guard.upload('index.html', pageWith('HERO', 'CHECKOUT', 'MORE'));
    await world.guard.look('index.html');
    const { exitCode, shown, text } = await decide(world.stack, 'override', id);
    expect([exitCode, shown]).toEqual([3, []]);
    expect(text).toContain(`What can be decided of it now: dismiss. Why: npx holdfast incidents show ${id}`);
  });

  test('is refused by a rule where it is not open, and says what is', async () => {
    const world = guarded();
    const id = await undone(world);
    await decide(world.stack, 'override', id);
    const again = await decide(world.stack, 'override', id);
    expect(again).toMatchObject({ exitCode: 3, shown: [] });
    expect(again.text).toContain('The incident is overridden, by arn:aws:sts::123456789012:assumed-role/web-lead/cb');
    expect(again.text).toContain('What can be decided of it now: restore. Why:');
  });

  test('of a deletion says that the next one passes', async () => {
    const world = guarded();
    world.guard.upload('index.html', GOOD);
    await world.guard.look('index.html');
    world.guard.remove('index.html');
    await world.guard.look('index.html');
    await world.guard.look('index.html');
    const [incident] = world.guard.table.incidents();
    const { shown, exitCode, text } = await decide(world.stack, 'override', incident?.id ?? '');
    expect(exitCode).toBe(0);
    expect(text).not.toContain('is live.');
    expect(shown[0]).toContain('The next deletion of this page passes');
  });

  test('of a whole deploy names the others first, then what became of each', async () => {
    const world = guarded();
    const first = await undone(world);
    const second = await undone(world, 'about.html');
    const { shown, exitCode, value, text } = await decide(world.stack, 'override', first, { deploy: true });
    expect(shown[0]).toContain('what AWS:ci caused within a quarter of an hour (1 other seen):');
    expect(shown[0]).toContain(`${second}  restored  about.html of demo`);
    expect(value).toMatchObject({ also: [{ id: second, page: 'about.html', outcome: 'recorded' }] });
    expect(text).toMatch(new RegExp(`^${second} +about.html +recorded$`, 'm'));
    expect(exitCode).toBe(0);
    expect([world.guard.served('index.html'), world.guard.served('about.html')]).toEqual([STALE, STALE]);
  });

  test('of a whole deploy names what was uploaded with it, however late it was looked at, in a list of any length', async () => {
    const world = guarded();
    const { table } = world.guard;
    const first = table.incident(await undone(world))!;
    const later = (minutes: number, at = first.openedAt): string =>
      new Date(Date.parse(at) + minutes * 60_000).toISOString();
    const also = (id: string, openedAt: string, writtenAt: string, principal = 'AWS:ci'): void =>
      table.open({
        ...first,
        id: id.padEnd(20, '0'),
        key: `${id}.html`,
        openedAt,
        writer: { principal },
        version: { ...first.version, lastModified: writtenAt },
      });
    for (let at = 100; at < 220; at += 1) also(`${at}`, later(50), first.version.lastModified, 'AWS:other');
    also('aaaa', later(40), later(10, first.version.lastModified));
    also('bbbb', later(1), later(-60, first.version.lastModified));
    const { shown } = await decide(world.stack, 'override', first.id, { deploy: true }, 'dry-run');
    expect(shown[0]).toContain('(1 other seen)');
    expect(shown[0]).toContain('aaaa0000000000000000  restored  aaaa.html of demo');
  });

  test('of a whole deploy tells what was refused, and is then incomplete', async () => {
    const world = guarded();
    const first = await undone(world);
    const second = await undone(world, 'about.html');
    world.guard.upload('about.html', pageWith('HERO', 'CHECKOUT', 'MORE'));
    await world.guard.look('about.html');
    const { exitCode, text } = await decide(world.stack, 'override', first, { deploy: true });
    expect(exitCode).toBe(6);
    expect(text).toMatch(new RegExp(`^${second} +about.html +refused +Another version`, 'm'));
    const again = await decide(world.stack, 'override', await undone(world, 'new.html'), { deploy: true });
    expect(again.text).toMatch(/^Recorded: override of /m);
  });

  test('of a deploy whose own incident is refused says that it was not recorded', async () => {
    const world = guarded();
    const first = await undone(world);
    await undone(world, 'about.html');
    acceptsMoreBeforePosts(world);
    const { exitCode, text } = await decide(world.stack, 'override', first, { deploy: true });
    expect(exitCode).toBe(6);
    expect(text).toContain(`Not recorded for ${first}, index.html of demo.`);
    expect(world.guard.served('about.html')).toBe(STALE);
  });

  test('stands although nothing can be read any more afterwards', async () => {
    const world = guarded();
    const id = await undone(world);
    const { fetch } = world.stack;
    world.stack.fetch = async (url, init) => {
      const decided = world.guard.table.incident(id)?.state === 'overridden';
      return decided ? new Response('', { status: 500 }) : fetch(url, init);
    };
    const { exitCode, value, text } = await decide(world.stack, 'override', id);
    expect([exitCode, value]).toMatchObject([6, { done: true, incident: { state: 'overridden' } }]);
    expect(text).toContain(`Recorded: override of ${id}`);
  });

  test('shows what an uploader chose as text alone', async () => {
    const world = guarded();
    const key = 'x\u001B]0;owned\u0007.html';
    const { shown, text } = await decide(world.stack, 'override', await undone(world, key));
    for (const said of [...shown, text]) {
      expect(said).toContain('x\\u{1b}]0;owned\\u{7}.html');
      expect(said).not.toContain('\u001B]');
    }
  });
});

describe('the other decisions', () => {
  test('dismiss closes the incident and changes nothing else', async () => {
    const world = guarded();
    const id = await undone(world);
    const { exitCode, value, progress } = await decide(world.stack, 'dismiss', id);
    expect([exitCode, value, progress]).toMatchObject([0, { incident: { state: 'dismissed' } }, []]);
    expect(world.guard.served('index.html')).toBe(GOOD);
  });

  test('restore puts the version before an overridden one back', async () => {
    const world = guarded();
    const id = await undone(world);
    await decide(world.stack, 'override', id);
    const { exitCode, value } = await decide(world.stack, 'restore', id);
    expect([exitCode, value]).toMatchObject([0, { incident: { state: 'restored' } }]);
    expect(world.guard.served('index.html')).toBe(GOOD);
  });

  test('resume guards a contested page again', async () => {
    const world = guarded({ policy: { maxRestores: 1 } });
    await undone(world);
    const again = pageWith('HERO', 'MORE');
    world.guard.upload('index.html', again);
    await world.guard.look('index.html');
    const contested = world.guard.table.incidents().find(({ state }) => state === 'contested')?.id ?? '';
    expect(world.guard.served('index.html')).toBe(again);
    const { exitCode, value } = await decide(world.stack, 'resume', contested);
    expect([exitCode, value]).toMatchObject([0, { incident: { state: 'restored' } }]);
    expect(world.guard.served('index.html')).toBe(GOOD);
  });
});

describe('every decision', () => {
  test.each([
    [{ reason: undefined }, 'The reason is missing'],
    [{ reason: ' ' }, 'The reason is missing'],
    [{ reason: 'x'.repeat(501) }, 'longer than 500'],
  ])('needs a reason, not %j', async (options, says) => {
    const { exitCode, text } = await decide(emptyWorld(), 'override', '1f2e3d4c', options);
    expect(exitCode).toBe(2);
    expect(text).toContain(says);
  });

  test.each(['override', 'dismiss', 'restore', 'resume', 'link'])('%s knows an id that cannot be one', async (what) => {
    const { exitCode, text } = await decide(emptyWorld(), what, '../../x', { for: 'x' });
    expect(exitCode).toBe(2);
    expect(text).toContain('"../../x" is no incident\'s id.');
  });

  test('says that it may have counted when the answer is lost', async () => {
    const world = guarded();
    const id = await undone(world);
    const { fetch } = world.stack;
    world.stack.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (init.method === 'POST') throw new Error('socket hang up');
      return answer;
    };
    const { exitCode, text } = await decide(world.stack, 'dismiss', id);
    expect(exitCode).toBe(1);
    expect(text).toContain('socket hang up\n→ It may have been recorded all the same: look before you run it again.');
    expect(world.guard.table.incident(id)?.state).toBe('dismissed');
  });
});

describe('link', () => {
  const LEAD = 'web-lead@example.com';

  function link(stack: World, id: string, approver: string, answer?: 'dry-run') {
    return run(stack, [SITE], 'link', { args: [id], options: { for: approver }, ...(answer && { answer }) });
  }

  test('gives an approver an address and a code, once', async () => {
    const world = guarded();
    const id = await undone(world);
    const { exitCode, value, text, shown } = await link(world.stack, id.slice(0, 10), LEAD);
    expect(exitCode).toBe(0);
    expect(shown[0]).toContain(`to decide incident ${id}, index.html of demo, once within 72 hours`);
    const { code, link: address } = JSON.parse(JSON.stringify(value));
    expect(address).toMatch(new RegExp(`^https://api\\.example\\.com/review/${id}\\?view=[0-9a-f]{32}#code=${code}$`));
    expect(text).toContain(`For ${LEAD}, until 2026-03-13T12:00Z, and told only this once:`);
    expect(text).toContain(address);
    expect(text).toContain(`code, where it has to be typed: ${code}`);
    expect(text).toContain('send it to nobody else');
    expect(world.guard.table.linkHashes().size).toBe(1);
    expect([...world.guard.table.linkHashes()].join()).not.toContain(code);
  });

  test('makes none in a dry run', async () => {
    const world = guarded();
    const { value } = await link(world.stack, await undone(world), LEAD, 'dry-run');
    expect(value).toMatchObject({ for: LEAD, done: false });
    expect(world.guard.table.linkHashes().size).toBe(0);
  });

  test('is for the approvers of the site alone, and names them', async () => {
    const world = guarded();
    const { exitCode, text } = await link(world.stack, await undone(world), 'somebody@example.com');
    expect(exitCode).toBe(2);
    expect(text).toContain(`Approvers are: role web-lead of 123456789012; ${LEAD}`);
  });

  test('is made by no deployer', async () => {
    const world = guarded();
    const id = await undone(world);
    world.stack.token = 'deployer';
    expect((await link(world.stack, id, LEAD)).exitCode).toBe(7);
    expect(world.guard.table.linkHashes().size).toBe(0);
  });

  test.each(['', ' ', 'x'.repeat(301)])('asks whom it is for, not %j', async (approver) => {
    expect((await link(emptyWorld(), '1f2e3d4c', approver)).text).toContain('Whom the link is for is missing.');
  });
});
