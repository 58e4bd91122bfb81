import { describe, expect, test } from 'vitest';
import { counted, printable, shortened, table } from '../../src/cli/printable.ts';
import { answering, localPlaces, refuseOtherStack, whereOf } from '../../src/cli/session.ts';
import { showChanges, siteChanges } from '../../src/cli/site-changes.ts';
import { askFor, progressOn, type Terminal } from '../../src/cli/terminal.ts';
import { ago, utcMinute } from '../../src/cli/when.ts';
import { emptyWorld, fakeOperator } from './fake-operator.ts';
import { demoSite } from './run.ts';

function fakeTerminal(answer?: string): Terminal & { notes: string[] } {
  const notes: string[] = [];
  return {
    notes,
    note: (text) => void notes.push(text),
    interactive: answer !== undefined,
    prompt: async () => answer ?? '',
  };
}

const WHERE = 'Account 123456789012, us-east-1';
const ASKED = { yes: false, dryRun: false, where: WHERE };

describe('askFor', () => {
  test('says where before it shows the change', async () => {
    const terminal = fakeTerminal('y');
    await expect(askFor('a change', ASKED, terminal)).resolves.toBe('go');
    expect(terminal.notes).toEqual([`${WHERE}\na change`]);
  });

  test.each(['y', 'Y', 'yes', ' Yes '])('takes %j for yes', async (answer) => {
    await expect(askFor('a change', ASKED, fakeTerminal(answer))).resolves.toBe('go');
  });

  test.each(['', 'n', 'no', 'yep', 'x'])('takes %j for no', async (answer) => {
    await expect(askFor('a change', ASKED, fakeTerminal(answer))).rejects.toMatchObject({ code: 'CLI.DECLINED' });
  });

  test('says that nothing was changed when the question is broken off', async () => {
    const terminal = { ...fakeTerminal('y'), prompt: async () => undefined };
    await expect(askFor('a change', ASKED, terminal)).rejects.toMatchObject({
      code: 'CLI.DECLINED',
      message: 'Interrupted: nothing was changed.',
    });
  });

  test('refuses where nobody can be asked, unless told yes', async () => {
    await expect(askFor('a change', ASKED, fakeTerminal())).rejects.toMatchObject({ code: 'CLI.UNCONFIRMED' });
    await expect(askFor('a change', { ...ASKED, yes: true }, fakeTerminal())).resolves.toBe('go');
  });

  test('makes no change in a dry run, also with yes', async () => {
    await expect(askFor('a change', { ...ASKED, yes: true, dryRun: true }, fakeTerminal('y'))).resolves.toBe('dry-run');
  });
});

test('tells progress at most every two seconds', () => {
  const terminal = fakeTerminal();
  let seconds = 0;
  const progress = progressOn(terminal, () => new Date(seconds * 1000));
  for (seconds = 0; seconds <= 7; seconds += 0.5) progress(`at ${seconds}`);
  expect(terminal.notes).toEqual(['… at 2', '… at 4', '… at 6']);
});

describe('printable', () => {
  test('spells out what cannot be seen', () => {
    expect(printable('a\u001B[31m\n\u202Eb\u200Bc é 日本 🎉')).toBe('a\\u{1b}[31m\\u{a}\\u{202e}b\\u{200b}c é 日本 🎉');
  });

  test('cuts in the middle', () => {
    expect(shortened('x'.repeat(100))).toBe('x'.repeat(100));
    expect(shortened(`${'x'.repeat(200)}/end.html`)).toMatch(/^x{79}….{11}\/end\.html$/u);
  });

  test('lines up columns, and a row stays a row', () => {
    expect(
      table(
        ['a', 'bb'],
        [
          ['ccc', 'd\ne'],
          ['🎉', ''],
        ],
      ),
    ).toBe('a    bb\nccc  d\\u{a}e\n🎉');
  });

  test('counts', () => {
    expect([counted(1, 'page'), counted(0, 'page'), counted(1234, 'page')]).toEqual([
      '1 page',
      '0 pages',
      '1,234 pages',
    ]);
  });
});

test('says when, and how long ago', () => {
  const now = new Date('2026-03-10T12:00:00.000Z');
  expect(utcMinute('2025-01-14T11:22:59.999+01:00')).toBe('2025-01-14T10:22Z');
  expect(['11:59:30', '11:50:00', '08:00:00'].map((time) => ago(`2026-03-10T${time}.000Z`, now))).toEqual([
    '30 s ago',
    '10 min ago',
    '4 h ago',
  ]);
  expect(ago('2026-03-01T12:00:00.000Z', now)).toBe('9 days ago');
  expect(ago('2026-03-11T12:00:00.000Z', now)).toBe('0 s ago');
});

describe('siteChanges', () => {
  test('names each setting that differs, and none for another order of keys', () => {
    const from = demoSite('    tokens: [{ selector: a, name: X }]\n');
    const to = {
      ...from,
      tokens: [{ name: 'X', selector: 'a' }],
      policy: { ...from.policy, maxRestores: 3 },
      staging: undefined,
    };
    expect(siteChanges(from, to)).toEqual([{ setting: 'policy.maxRestores', from: '5', to: '3' }]);
  });

  test('shows what comes and goes', () => {
    const changes = siteChanges(demoSite('    slack: { channel: web, tokenParameter: /t }\n'), demoSite());
    expect(showChanges(changes)).toBe('  slack.channel: "web" → (none)\n  slack.tokenParameter: "/t" → (none)');
  });
});

test('puts local places in for the one site of a local stack, and for no other', () => {
  const { stack } = emptyWorld();
  const buckets = { production: 'p', staging: 's' };
  const caller = { as: 'approver', token: 'a' } as const;
  const ids = { distribution: 'E1111111', stagingDistribution: 'E2222222' };
  const local = { endpoint: 'http://127.0.0.1:1', site: 'demo', buckets, ...ids, edges: {}, caller };
  const site = demoSite('    staging: { bucket: demo-staging, url: https://staging.example.com }\n');
  const moved = localPlaces(site, { ...stack, local });
  expect(moved.production).toEqual({ ...site.production, bucket: 'p', distributions: ['E1111111'] });
  expect(moved.staging).toEqual({ bucket: 's', prefix: '', originPath: '', distributions: ['E2222222'] });
  const without = localPlaces(site, { ...stack, local: { ...local, stagingDistribution: '' } });
  expect(without.staging?.distributions).toEqual([]);
  expect(localPlaces({ ...site, name: 'other' }, { ...stack, local }).production.bucket).toBe('demo-prod');
  expect(localPlaces(site, stack)).toBe(site);
});

describe('a stack on this machine', () => {
  const { stack } = emptyWorld();
  const buckets = { production: 'p', staging: 's' };
  const caller = { as: 'deployer', token: 'd' } as const;
  const ids = { distribution: 'E1111111', stagingDistribution: '', edges: {} };
  const places = { endpoint: 'http://127.0.0.1:1', site: 'demo', buckets, ...ids, caller };
  const local = { ...stack, stage: 'local', local: places };

  test.each([
    [{ stage: 'prod' }, 'stage local, not prod'],
    [{ stage: 'local', region: 'eu-west-1' }, 'region us-east-1, not eu-west-1'],
  ])('is not taken for the one that %j names', (named, says) => {
    expect(() => refuseOtherStack(named, local)).toThrow(says);
    expect(() => refuseOtherStack(named, stack)).not.toThrow();
  });

  test('is used when nothing is named, or just that', () => {
    for (const named of [{}, { stage: 'local', region: 'us-east-1' }]) {
      expect(() => refuseOtherStack(named, local)).not.toThrow();
    }
  });

  test('is named in place of an account, with whom its API takes the caller for', async () => {
    const operator = fakeOperator(emptyWorld());
    expect(await whereOf({ ...operator, stack: local, endpoint: places.endpoint })).toBe(
      'The stack on this machine, http://127.0.0.1:1, stage local; decisions as the local deployer',
    );
    expect(await whereOf(operator)).toBe(
      'Account 123456789012 (arn:aws:iam::123456789012:user/cb), us-east-1, stage prod',
    );
  });

  test('is told from one that does not answer any more', async () => {
    const gone = { caller: () => Promise.reject(new Error('ECONNREFUSED')), endpoint: places.endpoint };
    await expect(answering(gone)).rejects.toMatchObject({
      code: 'STACK.MISSING',
      message: 'The local stack does not answer at http://127.0.0.1:1.',
      hint: expect.stringContaining('npm run local -- up'),
    });
    const { caller } = fakeOperator(emptyWorld());
    await expect(answering({ ...gone, caller })).resolves.toBeUndefined();
  });
});
