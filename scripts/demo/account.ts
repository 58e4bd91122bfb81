import type { Outsider } from './outsider.ts';
import type { Happened } from './story.ts';
import { after, painted, type Teller, type Tone } from './teller.ts';
import { StoryFailed, until } from './until.ts';
import type { Received, Witness } from './witness.ts';

const PATIENCE_SECONDS = 60;

interface AccountDeps {
  readonly outsider: Outsider;
  readonly witness: Witness;
  readonly teller: Teller;
  /** The snapshot bucket, by name. */
  readonly snapshots: string;
}

/** Tells what was found, restored, kept, purged and sent, each read from the stack; throws `StoryFailed` otherwise. */
export async function giveAccount(happened: Happened, deps: AccountDeps): Promise<void> {
  deps.teller.chapter('What the guard did, in seconds after that upload');
  tellFindings(happened, deps);
  await tellRestored(happened, deps);
  await tellKept(happened, deps);
  tellPurged(happened, deps);
  await tellSent(happened, deps);
  deps.teller.chapter('What the upload had changed');
  await tellDiff(happened, deps);
}

function tellFindings({ incident, uploadedAt }: Happened, { teller }: AccountDeps): void {
  const { findings, openedAt } = incident;
  const lost = findings.filter(({ code }) => code === 'token.lost');
  const returned = findings.filter(({ code }) => code === 'retired.returned');
  insist(lost.length === 2 && returned.length === 1, 'two lost features and a retired phrase are found');
  const time = after(uploadedAt.getTime(), Date.parse(openedAt));
  for (const [index, { code, says }] of findings.entries()) {
    row(teller, index === 0 ? time : '', index === 0 ? 'found' : '', `${painted('bad', code.padEnd(17))} ${says}`);
  }
}

async function tellRestored(happened: Happened, { outsider, teller }: AccountDeps): Promise<void> {
  const { key, good, liveAgainAt, uploadedAt } = happened;
  const served = await outsider.get(key);
  insist(served?.body === good.body, 'the good bytes are live');
  insist(served.contentType === good.contentType && served.cacheControl === good.cacheControl, 'its headers are back');
  const says = `the good version is live again: every byte, ${served.contentType}, ${served.cacheControl}`;
  row(teller, after(uploadedAt.getTime(), liveAgainAt.getTime()), 'restored', painted('good', says));
}

async function tellKept({ incident, stale }: Happened, { witness, teller, snapshots }: AccountDeps): Promise<void> {
  const { identity } = incident.version;
  insist((await witness.quarantined(identity)) === stale.body, 'the rejected bytes are in quarantine');
  row(teller, '', 'kept', `the rejected bytes: s3://${snapshots}/rejected/${incident.site}/${identity}`);
}

function tellPurged({ purge, purgedAt, uploadedAt }: Happened, { teller }: AccountDeps): void {
  const time = after(uploadedAt.getTime(), purgedAt.getTime());
  row(teller, time, 'purged', `CloudFront invalidation ${purge.id}: ${purge.paths.join(', ')}`);
}

async function tellSent({ incident, uploadedAt }: Happened, { witness, teller }: AccountDeps): Promise<void> {
  const told = async () => {
    const messages = (await witness.receivedSince(uploadedAt)).filter((entry) => isAbout(entry, incident.id));
    const bySns = messages.filter(({ channel }) => channel === 'sns');
    const posts = messages.filter(({ channel, method }) => channel === 'slack' && method === 'chat.postMessage');
    return bySns.length > 0 && posts.length > 0 ? { bySns, posts } : undefined;
  };
  const { bySns, posts } = await until('SNS and Slack are told', told, patience(teller));
  insist(bySns.length === 1 && posts.length === 1, 'each channel is told once');
  for (const { at, subject } of bySns) row(teller, since(uploadedAt, at), 'sent', `SNS: ${subject}`);
  for (const { at, body } of posts) {
    row(teller, since(uploadedAt, at), 'sent', `Slack ${body?.channel}: ${body?.text}`);
  }
}

function isAbout({ channel, message, body }: Received, incident: string): boolean {
  return (channel === 'sns' ? (message ?? '') : JSON.stringify(body)).includes(incident);
}

async function tellDiff({ incident }: Happened, { witness, teller }: AccountDeps): Promise<void> {
  const site = await witness.site();
  insist(site !== undefined, 'the site is in the registry');
  const diff = await witness.diffOf(incident, site.config);
  insist(diff.kind === 'lines', 'there is a diff');
  for (const line of diff.lines) teller.line(line, toneOf(line));
  if (diff.cut) teller.line('(the diff is longer)', 'quiet');
}

function toneOf(line: string): Tone {
  if (line.startsWith('@@')) return 'place';
  if (line.startsWith('+++') || line.startsWith('---')) return 'strong';
  return line.startsWith('+') ? 'good' : line.startsWith('-') ? 'bad' : 'quiet';
}

function row(teller: Teller, time: string, what: string, says: string): void {
  teller.line(`${time.padEnd(8)}  ${what.padEnd(9)} ${says}`);
}

function since(begin: Date, at: string): string {
  return after(begin.getTime(), Date.parse(at));
}

function patience(teller: Teller) {
  return { seconds: PATIENCE_SECONDS, say: (line: string) => teller.line(line, 'quiet') };
}

function insist(holds: boolean, what: string): asserts holds {
  if (!holds) throw new StoryFailed(`this did not come true: ${what}`);
}
