import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdfastAt } from './command-line.ts';
import { until, type Outsider, type Received } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const PAGE = 'tours.html';
const FIRST = pageWith(['HERO'], 'Tours in spring');
const LIVE = FIRST.replace('  </body>', '    <p>Evening tours <!channel></p>\n  </body>');
const SAYS = 'Tours are being rebuilt: ask CB <!here> first.';

/** A page with one tour more in each edition. */
function edition(tours: number): string {
  const boats = Array.from(
    { length: 8 },
    (_, boat) => `    <h2>About boat ${boat}</h2>\n    <p>Everything on boat ${boat}.</p>`,
  );
  const more = Array.from(
    { length: tours },
    (_, tour) => `    <h2>Tour ${tour}</h2>\n    <p>Where tour ${tour} goes.</p>`,
  );
  return pageWith(['HERO']).replace('  </body>', [...boats, ...more, '  </body>'].join('\n'));
}

let guest: Outsider;
let folder: string;

beforeAll(async () => {
  guest = await outsiderAt('guard-warned');
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-warned-'));
  await guest.put(PAGE, FIRST);
  await guest.untilAccepted(PAGE, FIRST);
});
afterAll(() => rm(folder, { recursive: true }));

function holdfast(as: 'approver' | 'deployer' | 'stranger', ...words: string[]) {
  return holdfastAt({ dir: path.dirname(guest.stack.inbox), cwd: folder, as }, ...words);
}

/** All that was received of this site on this channel with these words in it; other sites have the same inbox. */
async function heard(channel: Received['channel'], ...words: string[]): Promise<string[]> {
  const all = (await guest.received()).filter((each) => each.channel === channel).map((each) => JSON.stringify(each));
  return all.filter((text) => ['guard-warned', ...words].every((word) => text.includes(word)));
}

/** Waits until just one message with these words has come on each channel. */
const untilHeard = (...words: string[]) =>
  until(`${words.join(', ')} is told`, async () => {
    const [sns, slack] = await Promise.all([heard('sns', ...words), heard('slack', ...words)]);
    return sns.length > 0 && slack.length > 0 ? { sns, slack } : undefined;
  });

describe('a warning of a deployer', () => {
  let id: string;

  it('is told once on both channels, as text', async () => {
    const ended = await holdfast('deployer', 'warn', 'guard-warned', PAGE, '--says', SAYS, '--yes', '--json');
    expect(ended).toMatchObject({ exitCode: 0 });
    ({ id } = JSON.parse(ended.stdout).warning);
    const { sns, slack } = await untilHeard(id, 'was raised');
    expect([sns.length, slack.length]).toEqual([1, 1]);
    expect(sns[0]).toContain(SAYS);
    expect(slack[0]).toContain('ask CB &lt;!here&gt; first.');
    expect(slack[0]).toContain(`npx holdfast ack ${id}`);
  });

  it('stands in the list and in status, for every approver to see', async () => {
    expect((await holdfast('approver', 'warnings', 'guard-warned')).stdout).toContain(id);
    expect((await holdfast('approver', 'status', 'guard-warned')).stdout).toContain('1 open warning blocks deploys');
  });

  it('is not for the deployer to acknowledge', async () => {
    const ended = await holdfast('deployer', 'ack', id, '--site', 'guard-warned', '--reason', 'let me', '--yes');
    expect(ended.exitCode).toBe(7);
    expect((await holdfast('approver', 'warnings', 'guard-warned')).stdout).toContain(id);
  });

  it('ends when an approver acknowledges it, who and why are told once', async () => {
    const ended = await holdfast(
      'approver',
      'ack',
      id.slice(0, 12),
      '--site',
      'guard-warned',
      '--reason',
      'rebuilt',
      '--yes',
    );
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('blocks deploys of tours.html') });
    const { sns, slack } = await untilHeard(
      'guard-warned: a warning about tours.html was acknowledged',
      'Reason: rebuilt',
    );
    expect([sns.length, slack.length]).toEqual([1, 1]);
    expect(sns[0]).toMatch(/Acknowledged by: \S*web-lead/);
    expect((await holdfast('approver', 'warnings', 'guard-warned')).stdout).toContain('No warning blocks a deploy.');
  });
});

describe('an escalation of a deployer', () => {
  it('calls the contact once on both channels, with what differs as text', async () => {
    expect(await holdfast('deployer', 'pull', 'guard-warned', PAGE)).toMatchObject({ exitCode: 0 });
    await guest.put(PAGE, LIVE);
    await guest.untilAccepted(PAGE, LIVE);
    await writeFile(path.join(folder, PAGE), FIRST.replace('spring', 'winter'));
    const escalate = () => holdfast('deployer', 'escalate', 'guard-warned', PAGE, '--yes');
    expect(await escalate()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Called CB on 555-0100 over SNS and Slack'),
    });
    await untilHeard('CB on 555-0100, you are called');
    expect((await escalate()).stdout).toContain('nobody is called twice');

    // What comes later in the stream comes after what was told twice would.
    await holdfast('deployer', 'warn', 'guard-warned', '--says', 'the last word', '--yes');
    await untilHeard('the last word');
    const [sns, slack] = [await heard('sns', 'you are called'), await heard('slack', 'you are called')];
    expect([sns.length, slack.length]).toEqual([1, 1]);
    expect(sns[0]).toContain('Evening tours');
    expect(sns[0]).toMatch(/Wanted by: \S*deployer/);
    expect(slack[0]).toContain('&lt;!channel&gt;');
    expect(slack[0]).not.toContain('<!channel>');
    expect((await guest.served(PAGE))?.body.toString()).toBe(LIVE);
  });
});

describe('a stale copy', () => {
  it('has the guard warn of its page by the incident’s id, with no message but the alert', async () => {
    for (const tours of [0, 1, 2, 3]) {
      await guest.put('stale.html', edition(tours));
      await guest.untilAccepted('stale.html', edition(tours));
    }
    await guest.put('stale.html', edition(0).replace('About boat 5', 'All about boat 5'));
    const { id } = await guest.untilIncident('stale.html', 'restored');
    const { messages } = await guest.untilTold(id, (told) => told.messages.length > 0);
    expect(messages[0]?.message).toContain(`npx holdfast ack ${id} --reason "…"`);
    const listed = await holdfast('approver', 'warnings', 'guard-warned', '--page', 'stale.html', '--json');
    expect(JSON.parse(listed.stdout).warnings).toContainEqual(expect.objectContaining({ id, by: 'the guard' }));
    expect(await heard('sns', 'a warning about stale.html')).toEqual([]);
  });
});
