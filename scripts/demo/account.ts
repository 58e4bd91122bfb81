import type { Outsider } from './outsider.ts';
import type { Happened } from './story.ts';
import { after, painted, type Teller } from './teller.ts';
import { insist, patience, until } from './until.ts';
import type { Received, Witness } from './witness.ts';

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
}

function tellFindings({ incident, uploadedAt }: Happened, { teller }: AccountDeps): void {
  const { findings, openedAt } = incident;
  const lost = findings.filter(({ code }) => code === 'token.lost');
  const returned = findings.filter(({ code }) => code === 'retired.returned');
  const stale = findings.filter(({ code }) => code === 'base.stale');
  insist(lost.length === 2 && returned.length === 1, 'two lost features and a retired phrase are found');
  insist(stale.length === 1 && stale[0]?.ancestor?.undoes === 2, 'an edit from two versions back is found');
  const time = after(uploadedAt.getTime(), Date.parse(openedAt));
  for (const [index, { code, says }] of findings.entries()) {
    teller.row(index === 0 ? time : '', index === 0 ? 'found' : '', `${painted('bad', code.padEnd(17))} ${says}`);
  }
}

async function tellRestored(happened: Happened, { outsider, teller }: AccountDeps): Promise<void> {
  const { key, good, liveAgainAt, uploadedAt } = happened;
  const served = await outsider.get(key);
  insist(served?.body === good.body, 'the good bytes are live');
  insist(served.contentType === good.contentType && served.cacheControl === good.cacheControl, 'its headers are back');
  const says = `the good version is live again: every byte, ${served.contentType}, ${served.cacheControl}`;
  teller.row(after(uploadedAt.getTime(), liveAgainAt.getTime()), 'restored', painted('good', says));
}

async function tellKept({ incident, bad }: Happened, { witness, teller, snapshots }: AccountDeps): Promise<void> {
  const { identity } = incident.version;
  insist((await witness.quarantined(identity)) === bad.body, 'the rejected bytes are in quarantine');
  teller.row('', 'kept', `the rejected bytes: s3://${snapshots}/rejected/${incident.site}/${identity}`);
}

function tellPurged({ purge, purgedAt, uploadedAt }: Happened, { teller }: AccountDeps): void {
  const time = after(uploadedAt.getTime(), purgedAt.getTime());
  teller.row(time, 'purged', `CloudFront invalidation ${purge.id}: ${purge.paths.join(', ')}`);
}

async function tellSent({ incident, uploadedAt }: Happened, { witness, teller }: AccountDeps): Promise<void> {
  const minute = new Date(`${uploadedAt.toISOString().slice(0, 16)}Z`);
  const told = async () => {
    const messages = await witness.receivedSince(uploadedAt);
    const alone = sentAs(messages.filter((entry) => isAbout(entry, incident.id)));
    // After several stories in one minute, the alerts of a site come together.
    return alone ?? sentAs((await witness.receivedSince(minute)).filter(isDigest));
  };
  const { bySns, posts } = await until('SNS and Slack are told', told, patience(teller));
  insist(bySns.length === 1 && posts.length === 1, 'each channel is told once');
  for (const { at, subject } of bySns) teller.row(since(uploadedAt, at), 'sent', `SNS: ${subject}`);
  for (const { at, body } of posts) {
    teller.row(since(uploadedAt, at), 'sent', `Slack ${body?.channel}: ${body?.text}`);
  }
}

function sentAs(messages: readonly Received[]) {
  const bySns = messages.filter(({ channel }) => channel === 'sns');
  const posts = messages.filter(({ channel, method }) => channel === 'slack' && method === 'chat.postMessage');
  return bySns.length > 0 && posts.length > 0 ? { bySns, posts } : undefined;
}

function isAbout({ channel, message, body }: Received, incident: string): boolean {
  return (channel === 'sns' ? (message ?? '') : JSON.stringify(body)).includes(incident);
}

function isDigest({ channel, subject, body }: Received): boolean {
  return (channel === 'sns' ? (subject ?? '') : (body?.text ?? '')).includes('within a minute');
}

/** Nothing for a digest that began before. */
function since(begin: Date, at: string): string {
  if (Date.parse(at) < begin.getTime()) return '';
  return after(begin.getTime(), Date.parse(at));
}
