import type { Operator } from '../../lib/aws/operator.ts';
import { standingAllowances, type NamedAllowance } from '../../lib/approval/allow.ts';
import { standingPauses } from '../../lib/approval/pause.ts';
import type { Pause } from '../../lib/site/site-record.ts';
import type { Site } from '../../lib/site/site.ts';
import { DELETED } from '../../lib/site/version.ts';
import { allowed } from '../allowed.ts';
import { chooseSites } from '../choose-site.ts';
import type { Command, Session } from '../command.ts';
import { done } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { ago, utcMinute } from '../when.ts';

/** How a site stands. `undefined` mode: it was never applied. */
export interface SiteStatus {
  readonly site: string;
  readonly mode: 'observe' | 'enforce' | undefined;
  readonly pages: number;
  readonly baselines: number;
  /** Keys of contested pages, and of pages whose live version waits for a person. */
  readonly contested: readonly string[];
  readonly undecided: readonly string[];
  /** Incidents that are being restored. */
  readonly open: readonly string[];
  readonly pauses: readonly Pause[];
  readonly allowances: readonly ({ readonly page: string } & NamedAllowance)[];
  readonly lastSweep: string | undefined;
}

export const status: Command = {
  name: 'status [site]',
  summary: 'how each site stands: pages, baselines, what is contested, paused or allowed, the last sweep, the queues',
  examples: ['npx holdfast status', 'npx holdfast status demo --json'],
  exits: [0, 1, 2, 7],
  writes: false,
  async run({ args: [name] }, session) {
    const sites = await Promise.all(chooseSites(session.sites, name).map((site) => siteStatus(site, session)));
    const queues = await queueDepths(session.operator);
    const text = [...sites.map((site) => showSite(site, session)), showQueues(queues)].join('\n\n');
    return done({ sites, queues }, text);
  },
};

/** Reads how a site stands now. */
async function siteStatus({ name }: Site, { operator, now, progress }: Session): Promise<SiteStatus> {
  const { operations } = operator;
  const [record, sweep] = await Promise.all([operations.site(name), operations.lastSweep(name)]);
  const lists = { contested: [] as string[], undecided: [] as string[], open: [] as string[] };
  const found = { pages: 0, baselines: 0, ...lists, allowances: [] as ({ page: string } & NamedAllowance)[] };
  for await (const page of operations.pages(name)) {
    found.pages += 1;
    progress(`read ${counted(found.pages, 'page')} of ${name}`);
    if (page.baselineIdentity !== undefined && page.baselineIdentity !== DELETED) found.baselines += 1;
    if (page.contested !== undefined) found.contested.push(page.ref.key);
    if (page.seen.kind === 'undecided') found.undecided.push(page.ref.key);
    found.open.push(...page.open);
    const standing = standingAllowances({ allowances: page.allowances ?? [] }, now());
    found.allowances.push(...standing.map((allowance) => ({ page: page.ref.key, ...allowance })));
  }
  const pauses = standingPauses(record?.pauses ?? [], now());
  return { site: name, mode: record?.config.policy.mode, ...found, pauses, lastSweep: sweep?.at };
}

interface Depth {
  readonly waiting: number;
  readonly inFlight: number;
}

interface Depths {
  readonly uploads: Depth | undefined;
  readonly deadLetters: Depth | undefined;
}

async function queueDepths({ stack, queue }: Pick<Operator, 'stack' | 'queue'>): Promise<Depths> {
  const [uploads, deadLetters] = await Promise.all([queue(stack.queue), queue(stack.dlq)]);
  return { uploads, deadLetters };
}

function showSite(status: SiteStatus, { now }: Pick<Session, 'now'>): string {
  const { site, mode, pages, baselines, contested, undecided, open, pauses, allowances, lastSweep } = status;
  if (mode === undefined) return `${site}: not applied yet: npx holdfast apply ${site}`;
  return [
    `${site} (${mode})`,
    `  pages      ${counted(pages, 'page')}, ${counted(baselines, 'baseline')}`,
    `  open       ${counted(open.length, 'incident')} being restored`,
    `  contested  ${keys(contested)}`,
    `  undecided  ${keys(undecided)}`,
    ...(pauses.length > 0 ? pauses.map(showPause) : ['  paused     no']),
    ...showAllowances(allowances),
    `  last sweep ${lastSweep === undefined ? 'never' : `${utcMinute(lastSweep)} (${ago(lastSweep, now())})`}`,
  ].join('\n');
}

function showPause({ key, until, by, reason }: Pause): string {
  return printable(`  PAUSED     ${key ?? 'the whole site'} until ${utcMinute(until)} by ${by}: ${reason}`);
}

function showAllowances(all: SiteStatus['allowances']): string[] {
  if (all.length === 0) return ['  allowed    nothing'];
  const lines = all
    .slice(0, 5)
    .map(({ page, until, ...what }) => printable(`  allowed    ${allowed(what)} on ${page} until ${utcMinute(until)}`));
  const more = all.length - lines.length;
  return more > 0 ? [...lines, `             and ${more} more: npx holdfast allowances`] : lines;
}

function keys(all: readonly string[]): string {
  if (all.length === 0) return 'none';
  const more = all.length > 5 ? ` and ${all.length - 5} more` : '';
  return printable(`${all.length}: ${all.slice(0, 5).join(', ')}${more}`);
}

function showQueues({ uploads, deadLetters }: Depths): string {
  const show = (depth: Depth | undefined) =>
    depth ? `${depth.waiting} waiting, ${depth.inFlight} in work` : 'MISSING';
  return `queues\n  uploads      ${show(uploads)}\n  dead letters ${show(deadLetters)}`;
}
