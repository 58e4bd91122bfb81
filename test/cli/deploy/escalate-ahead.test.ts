import { describe, expect, test } from 'vitest';
import { aheadDiff } from '../../../src/cli/deploy/ahead-diff.ts';
import { escalateAhead } from '../../../src/cli/deploy/escalate-ahead.ts';
import type { Ahead } from '../../../src/lib/deploy/inspection.ts';
import { LONGEST_DIFF } from '../../../src/lib/api/deploy-requests.ts';
import type { Site } from '../../../src/lib/site/site.ts';
import { guarded } from '../guarded.ts';
import { fakeOperator } from '../fake-operator.ts';
import { demoSite } from '../run.ts';

const ESCALATION = { contact: 'CB, 555-0100', over: ['sns'] } as const;
const SITE = { ...demoSite(), escalation: ESCALATION };
const AHEAD: Ahead = {
  key: 'index.html',
  says: 'index.html in production has what your file was not made from.',
  live: '<h1>Tours</h1>\n<p>Spring</p>\n',
  candidate: '<h1>Tours</h1>\n<p>Winter</p>\n',
};

/** A guarded site that names a contact, or as it is applied otherwise, and its API. */
function calling(applied: Partial<Site> = { escalation: ESCALATION }) {
  const { guard, stack } = guarded();
  const record = guard.table.site('demo')!;
  guard.table.putSite({ ...record, config: { ...record.config, ...applied } });
  return { guard, stack, api: fakeOperator(stack).api };
}

describe('escalateAhead', () => {
  test('calls the contact with what differs, once however often it is tried', async () => {
    const { guard, stack } = calling();
    stack.token = 'deployer';
    const { api } = fakeOperator(stack);
    const first = await escalateAhead(SITE, [AHEAD], { api });
    expect(first.text).toBe('Called CB, 555-0100 over SNS, with what differs in index.html.');
    const id = first.value[0]?.id ?? '';
    expect(guard.table.escalation('demo', id)).toMatchObject({
      key: 'index.html',
      says: AHEAD.says,
      diff: expect.stringContaining('\n-<p>Spring</p>\n+<p>Winter</p>\n'),
      by: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
    });
    const again = await escalateAhead(SITE, [AHEAD], { api });
    expect(again.value).toEqual([{ page: 'index.html', outcome: 'already', says: again.text, id }]);
    expect(again.text).toContain('before, with just this: nobody is called twice.');
  });

  test('says whom to configure where the site names nobody, once for all pages, and sends nothing', async () => {
    const { api } = calling();
    const { text, value } = await escalateAhead(demoSite(), [AHEAD, { ...AHEAD, key: 'b.html' }], { api });
    expect(value.map(({ outcome }) => outcome)).toEqual(['nobody', 'nobody']);
    expect(text).toBe(
      'Nobody was called: demo names nobody to escalate to. Add escalation: { contact: …, over: [sns] } to it in ' +
        'holdfast.yml, then run: npx holdfast apply demo',
    );
  });

  test('says in one line why nobody could be called, and throws nothing', async () => {
    const { stack, api } = calling({});
    const refused = await escalateAhead(SITE, [AHEAD], { api });
    expect(refused.value).toMatchObject([{ outcome: 'failed' }]);
    expect(refused.text).toMatch(/^CB, 555-0100 could not be called: .+$/);
    stack.fetch = () => Promise.reject(new Error('socket\nhang up'));
    const lost = await escalateAhead(SITE, [AHEAD], { api: fakeOperator(stack).api });
    expect(lost.value).toMatchObject([{ outcome: 'failed' }]);
    expect(lost.text.split('\n')).toHaveLength(1);
  });

  test('sends what the server takes, whatever the pages are', async () => {
    const { api } = calling();
    const hostile = '\uD800\u202E<!channel> ```\u0000'.repeat(40);
    const live = Array.from({ length: 5000 }, (_, line) => `${line} ${hostile}`).join('\n');
    const page = { ...AHEAD, live, candidate: '', says: ` ${hostile.repeat(9)}` };
    expect((await escalateAhead(SITE, [page], { api })).value).toMatchObject([{ outcome: 'called' }]);
  });
});

describe('aheadDiff', () => {
  test('says how much would go and come, and nothing where all lines are the same', () => {
    expect(aheadDiff('a\nb\nc\n', 'a\nc\nd\n').says).toBe('It would take away 1 line that is live, and add 1 line.');
    expect(aheadDiff('a\nb\n', 'c\n').says).toBe('It would take away 2 lines that are live, and add 1 line.');
    expect(aheadDiff('a\r\nb', 'a\nb\n').text).toBe('');
  });

  test.each([
    [2000, 'x'],
    [40, 'y'.repeat(499)],
  ])('cuts %i long lines at a line, and says how many there are', (count, line) => {
    const { text } = aheadDiff(`${line}\n`.repeat(count), 'z\n');
    expect(text.length).toBeLessThanOrEqual(LONGEST_DIFF);
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      `… and more: ${count.toLocaleString('en')} lines gone, 1 line new in all`,
    );
    expect(text.split('\n').slice(3, -2)).toEqual(expect.arrayContaining([`-${line}`]));
    expect(new Set(text.split('\n').slice(3, -2)).size).toBeLessThanOrEqual(2);
  });
});
