import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { workspaceFolder } from '../../src/lib/aws/workspace-folder.ts';
import { identify, sha256 } from '../../src/lib/site/version.ts';
import { HTML } from '../world.ts';
import { guarded } from './guarded.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite(
  '    escalation: { contact: "CB, 555-0100", over: [sns, slack] }\n    slack: { channel: web, tokenParameter: /t }\n',
);
const LIVE = '<h1>Tours</h1>\n<p>Spring</p>\n';
const LOCAL = '<h1>Tours</h1>\n<p>Winter</p>\n';

let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-escalate-'));
  mkdirSync(join(root, 'booking'));
  const base = {
    versionId: 'v0',
    etag: '"0"',
    identity: identify(sha256(LOCAL), HTML),
    sha256: sha256(LOCAL),
    headers: HTML,
    lastModified: '2026-03-01T00:00:00.000Z',
    pulledAt: '2026-03-01T00:00:00.000Z',
  };
  await (await workspaceFolder(root, 'demo')).record(new Map([['booking/index.html', base]]));
  vi.spyOn(process, 'cwd').mockReturnValue(join(root, 'booking'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** A site that names a contact, with what is live and what lies in the folder. */
function standing({ live, local = LOCAL }: { live?: string; local?: string } = {}) {
  const { guard, stack } = guarded();
  const record = guard.table.site('demo')!;
  guard.table.putSite({ ...record, config: { ...record.config, escalation: SITE.escalation! } });
  stack.targets.set('demo-prod', guard.s3);
  if (live !== undefined) guard.s3.raw.upload('booking/index.html', live, HTML);
  writeFileSync(join(root, 'booking', 'index.html'), local);
  const escalate = (answer: 'go' | 'dry-run' = 'go', site = SITE, file = 'index.html') =>
    run(stack, [site], 'escalate', { args: ['demo', file], answer });
  return { guard, stack, escalate };
}

describe('escalate', () => {
  test('calls the contact with what differs, from any folder of the site, and says who was called', async () => {
    const { guard, stack, escalate } = standing({ live: LIVE });
    stack.token = 'deployer';
    const { exitCode, text, shown, value } = await escalate();
    expect([exitCode, text]).toEqual([
      0,
      'Called CB, 555-0100 over SNS and Slack, with what differs in booking/index.html.',
    ]);
    expect(shown).toEqual([
      'escalate booking/index.html of demo: CB, 555-0100 is called, with what differs\n' +
        '  It would take away 1 line that is live, and add 1 line.',
    ]);
    expect(value).toMatchObject({ page: 'booking/index.html', contact: 'CB, 555-0100', already: false, done: true });
    const id = /"id":"(\w+)"/.exec(JSON.stringify(value))?.[1] ?? '';
    expect(guard.table.escalation('demo', id)?.diff).toContain('\n-<p>Spring</p>\n+<p>Winter</p>\n');
    expect((await escalate()).text).toContain('nobody is called twice');
    expect(guard.s3.entries('booking/index.html')).toHaveLength(1);
  });

  test('shows in a dry run what would be sent, without what could move the cursor', async () => {
    const { escalate } = standing({ live: LIVE, local: 'a\u001B[2J\u202Eb\n' });
    const { exitCode, text, value } = await escalate('dry-run');
    expect([exitCode, value]).toEqual([0, expect.objectContaining({ done: false })]);
    expect(text.split('\n')).toContain('+a\\u{1b}[2J\\u{202e}b');
  });

  test('says whom to configure where the site names nobody', async () => {
    const { escalate } = standing({ live: LIVE });
    const { exitCode, text, shown } = await escalate('go', demoSite());
    expect([exitCode, shown]).toEqual([3, []]);
    expect(text).toContain('→ demo names nobody to escalate to. Add escalation: { contact: …');
  });

  test.each([
    [{}, 'booking/index.html is not live: nobody was called.'],
    [{ live: LOCAL.replaceAll('\n', '\r\n') }, 'has the same lines as your file: nobody was called.'],
  ])('calls nobody where nothing can be ahead: %j', async (setting, says) => {
    const { exitCode, text, shown } = await standing(setting).escalate();
    expect([exitCode, shown]).toEqual([3, []]);
    expect(text).toContain(says);
    expect(text).toContain('npx holdfast diff demo');
  });

  test.each(['nosuch.html', '..', '../../etc/passwd'])(
    'takes one file of the folder alone, and not %s',
    async (file) => {
      const { escalate } = standing({ live: LIVE });
      writeFileSync(join(root, 'other.html'), LOCAL);
      expect(await escalate('go', SITE, file)).toMatchObject({ exitCode: 2, shown: [] });
    },
  );
});
