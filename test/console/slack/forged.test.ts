import { describe, expect, it, test } from 'vitest';
import { signed } from '../../../scripts/local/slack-signature.ts';
import { sampleIncident } from '../../alert/samples.ts';
import { exampleSite, siteRecord } from '../../world.ts';
import { APP, room, type Payload } from './room.ts';

/** Everything that is refused leaves everything as it was, opens nothing, and tells nothing of the incident. */
async function refusedBy(
  { table, opened, id }: Awaited<ReturnType<typeof room>>,
  ask: () => Response | Promise<Response>,
): Promise<number> {
  const before = table.everything();
  const answer = await ask();
  expect(table.everything()).toEqual(before);
  expect(opened).toEqual([]);
  expect(await answer.text()).not.toContain(id);
  return answer.status;
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
}

describe('what Slack did not sign', () => {
  it.each([
    ['with another secret', { secret: 'guessed' }],
    ['with no secret', { secret: '' }],
  ])('is refused when it is signed %s', async (_, how) => {
    const there = await room();
    expect(await refusedBy(there, () => there.send(there.pressOf('override'), how))).toBe(401);
  });

  it.each([-301, 301, -86_400, 86_400])('is refused when its time is %i seconds from now', async (seconds) => {
    const there = await room();
    const at = there.now() + seconds * 1000;
    expect(await refusedBy(there, () => there.send(there.pressOf('override'), { at }))).toBe(401);
  });

  it.each([-300, 300])('is taken when its time is %i seconds from now', async (seconds) => {
    const { send, pressOf, now, opened } = await room();
    expect((await send(pressOf('override'), { at: now() + seconds * 1000 })).status).toBe(200);
    expect(opened).toHaveLength(1);
  });

  it.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
    ['no signature', (headers) => without(headers, 'x-slack-signature')],
    ['no time', (headers) => without(headers, 'x-slack-request-timestamp')],
    ['an empty signature', (headers) => ({ ...headers, 'x-slack-signature': '' })],
    [
      'another version',
      (headers) => ({ ...headers, 'x-slack-signature': `v1${headers['x-slack-signature']?.slice(2)}` }),
    ],
    [
      'half a signature',
      (headers) => ({ ...headers, 'x-slack-signature': headers['x-slack-signature']?.slice(0, 30) ?? '' }),
    ],
    [
      'its signature in capitals',
      (headers) => ({ ...headers, 'x-slack-signature': headers['x-slack-signature']?.toUpperCase() ?? '' }),
    ],
    ['a time that is none', (headers) => ({ ...headers, 'x-slack-request-timestamp': 'now' })],
    [
      'a time later than it signed',
      (headers) => ({ ...headers, 'x-slack-request-timestamp': `${Number(headers['x-slack-request-timestamp']) + 1}` }),
    ],
    ['a time in hex', (headers) => ({ ...headers, 'x-slack-request-timestamp': '0x67864a2d' })],
  ])('is refused with %s', async (_, change) => {
    const there = await room();
    const body = new URLSearchParams({ payload: JSON.stringify(there.pressOf('override')) }).toString();
    const headers = change(signed(body, there.now(), 'of-the-app'));
    expect(await refusedBy(there, () => there.post(body, headers))).toBe(401);
  });

  it('is refused when one byte is not what was signed', async () => {
    const there = await room();
    const body = new URLSearchParams({ payload: JSON.stringify(there.pressOf('dismiss')) }).toString();
    const headers = signed(body, there.now(), 'of-the-app');
    expect(await refusedBy(there, () => there.post(body.replace('dismiss', 'dismisS'), headers))).toBe(401);
  });

  it('is not read before that is known, whatever it is', async () => {
    const there = await room();
    for (const body of ['', 'payload={', '{"payload":{}}', 'x'.repeat(100_000), '\u0000'])
      expect(await refusedBy(there, () => there.post(body, signed(body, there.now(), 'guessed')))).toBe(401);
  });
});

describe('what Slack signed', () => {
  const other = { ...APP, id: 'A0OTHER01', signingSecretParameter: '/other/secret', sites: ['other'] };

  it.each<[string, Payload]>([
    ['another app', { api_app_id: 'A0SOMEONE' }],
    ['another workspace', { team: { id: 'T0SOMEONE', domain: 'x' } }],
    ['a whole organization', { team: null, enterprise: { id: 'E012AB3CD' }, is_enterprise_install: true }],
  ])('is refused from %s', async (_, change) => {
    const there = await room();
    expect(await refusedBy(there, () => there.send(there.pressOf('override', change)))).toBe(403);
    expect(await refusedBy(there, () => there.send(there.submissionOf(undefined, 'so', change)))).toBe(403);
    expect(there.errors).toHaveLength(2);
  });

  it('says what to do where the app is installed for a whole organization', async () => {
    const { send, pressOf } = await room();
    expect(await (await send(pressOf('override', { team: null }))).text()).toContain('Install it in the workspace');
  });

  it('is refused when one app says that it is another', async () => {
    const there = await room({ apps: [APP, other] });
    there.stored.set('/other/secret', 'of-the-other');
    const send = () => there.send(there.pressOf('override'), { secret: 'of-the-other' });
    expect(await refusedBy(there, send)).toBe(403);
  });

  it("is refused for an incident of another app's site, as if there was none", async () => {
    const there = await room({ apps: [APP, other] });
    const { sites: _, ...app } = other;
    const slack = { channel: '#other', tokenParameter: '/other/token', app };
    const site = { ...exampleSite(), name: 'other', approvers: [{ slack: 'U012AB3CD', team: 'T012AB3CD' }], slack };
    there.table.putSite(siteRecord(site));
    const theirs = 'aaaaaaaaaaaaaaaaaaaa';
    there.table.open(sampleIncident({ id: theirs, site: 'other' }));
    const pressOn = (value: string) => ({ actions: [{ action_id: 'decide-override', value }] });
    const answers = [theirs, 'bbbbbbbbbbbbbbbbbbbb', '../incident', ''].map(async (value) => {
      const answer = await there.send(there.pressOf('override', pressOn(value)));
      return [answer.status, await answer.text()];
    });
    for (const answer of await Promise.all(answers)) expect(answer).toEqual([403, 'This app has no such incident.\n']);
    const metadata = JSON.stringify({ incident: theirs, what: 'override', after: 'none' });
    const { view, ...rest } = there.submissionOf(undefined, 'so');
    const submission = { ...rest, view: { ...Object(view), private_metadata: metadata } };
    expect(await refusedBy(there, () => there.send(submission))).toBe(403);
  });

  it('is refused for a site that names the app no more, or another workspace', async () => {
    const there = await room();
    const record = there.table.site('demo') ?? siteRecord();
    const { slack, ...config } = record.config;
    for (const changed of [undefined, { ...slack, app: { ...APP, team: 'T0SOMEONE' } }]) {
      const target = changed && { channel: '#web-alerts', tokenParameter: '/t', ...changed };
      there.table.putSite({ ...record, config: { ...config, ...(target && { slack: target }) } });
      expect(await refusedBy(there, () => there.send(there.pressOf('override')))).toBe(403);
    }
  });
});

test('finds the app among several by its secret', async () => {
  const first = { ...APP, id: 'A0OTHER01', signingSecretParameter: '/other/secret', sites: ['other'] };
  const { send, pressOf, opened, stored } = await room({ apps: [first, APP] });
  stored.set('/other/secret', 'of-the-other');
  expect((await send(pressOf('override'))).status).toBe(200);
  expect(opened).toHaveLength(1);
});

describe('a secret that was rotated', () => {
  it('is read anew once, and counts at once', async () => {
    const { send, pressOf, opened, stored, freshReads } = await room();
    stored.set('/demo/secret', 'of-today');
    expect((await send(pressOf('override'), { secret: 'of-today' })).status).toBe(200);
    expect([opened.length, freshReads()]).toEqual([1, 1]);
    await send(pressOf('override'), { secret: 'of-today' });
    expect(freshReads()).toBe(1);
  });

  it('is worth nothing any more', async () => {
    const there = await room();
    there.stored.set('/demo/secret', 'of-today');
    await there.send(there.pressOf('open'), { secret: 'of-today' });
    expect(await refusedBy(there, () => there.send(there.pressOf('override')))).toBe(401);
  });

  it('is not looked for when the time alone is wrong', async () => {
    const { send, pressOf, now, freshReads } = await room();
    await send(pressOf('override'), { at: now() + 400_000, secret: 'guessed' });
    expect(freshReads()).toBe(0);
  });

  it('leaves nobody in when it is gone', async () => {
    const there = await room();
    there.stored.clear();
    await there.send(there.pressOf('override'), { secret: 'guessed' });
    for (const secret of ['of-the-app', '', 'undefined']) {
      expect(await refusedBy(there, () => there.send(there.pressOf('override'), { secret }))).toBe(401);
    }
    expect(new Set(there.errors.map(({ message }) => message))).toEqual(
      new Set([
        'A signing secret of Slack cannot be had.',
        'Slack did not sign this, or the signing secret is another one.',
      ]),
    );
  });
});
