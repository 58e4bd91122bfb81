import type { Operator } from '../../lib/aws/operator.ts';
import { standingAllowances, type NamedAllowance } from '../../lib/approval/allow.ts';
import { standingPauses } from '../../lib/approval/pause.ts';
import { newestFirst } from '../../lib/api/newest-warnings.ts';
import type { RetiredShape } from '../../lib/api/site-shapes.ts';
import type { Pause } from '../../lib/site/site-record.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Warning } from '../../lib/site/warning.ts';
import { DELETED } from '../../lib/site/version.ts';
import { allowed } from '../allowed.ts';
import { chooseSites } from '../choose-site.ts';
import type { Command, Session } from '../command.ts';
import { done } from '../outcome.ts';
import { counted, firstFew, printable, shortened } from '../printable.ts';
import { retiredName, retiredOf } from '../retired-now.ts';
import { ago, utcMinute } from '../when.ts';

const MOST_WARNINGS = 3;

/** How a site stands. `undefined` mode: it was never applied. */
export interface SiteStatus {
  readonly site: string;
  readonly mode: 'observe' | 'enforce' | undefined;
  readonly pages: number;
  readonly baselines: number;
  /** How many pages are gone, as was accepted. */
  readonly deleted: number;
  /** Keys of contested pages, and of pages whose live version waits for a person. */
  readonly contested: readonly string[];
  readonly undecided: readonly string[];
  /** Incidents that are being restored. */
  readonly open: readonly string[];
  readonly pauses: readonly Pause[];
  readonly retired: readonly Pick<RetiredShape, 'kind' | 'name'>[];
  readonly allowances: readonly ({ readonly page: string } & NamedAllowance)[];
  /** What blocks deploys, the newest first. */
  readonly warnings: readonly Warning[];
  readonly lastSweep: string | undefined;
}

export const status: Command = {
  name: 'status [site]',
  summary:
    'how each site stands: pages, baselines, what is contested, warned of, paused, allowed or retired, the last sweep, queues',
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
  const found = {
    pages: 0,
    baselines: 0,
    deleted: 0,
    ...lists,
    allowances: [] as ({ page: string } & NamedAllowance)[],
  };
  for await (const page of operations.pages(name)) {
    found.pages += 1;
    progress(`read ${counted(found.pages, 'page')} of ${name}`);
    if (page.baselineIdentity === DELETED) found.deleted += 1;
    else if (page.baselineIdentity !== undefined) found.baselines += 1;
    if (page.contested !== undefined) found.contested.push(page.ref.key);
    if (page.seen.kind === 'undecided') found.undecided.push(page.ref.key);
    found.open.push(...page.open);
    const standing = standingAllowances({ allowances: page.allowances ?? [] }, now());
    found.allowances.push(...standing.map((allowance) => ({ page: page.ref.key, ...allowance })));
  }
  const warnings: Warning[] = [];
  for await (const warning of operations.openWarnings(name)) warnings.push(warning);
  const pauses = standingPauses(record?.pauses ?? [], now());
  return {
    site: name,
    mode: record?.config.policy.mode,
    ...found,
    pauses,
    retired: retiredOf(record),
    warnings: newestFirst(warnings),
    lastSweep: sweep?.at,
  };
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
  const { site, mode, pages, baselines, deleted, contested, undecided, open, pauses, retired, allowances } = status;
  const { warnings, lastSweep } = status;
  if (mode === undefined) return `${site}: not applied yet: npx holdfast apply ${site}`;
  return [
    `${site} (${mode})`,
    `  pages      ${counted(pages, 'page')}, ${counted(baselines, 'baseline')}${deleted > 0 ? `, ${deleted.toLocaleString('en')} deleted` : ''}`,
    `  open       ${counted(open.length, 'incident')} being restored`,
    `  contested  ${keys(contested)}`,
    `  undecided  ${keys(undecided)}`,
    ...(pauses.length > 0 ? pauses.map(showPause) : ['  paused     no']),
    ...showWarnings(site, warnings),
    ...showAllowances(allowances),
    `  retired    ${keys(retired.map(retiredName))}`,
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

function showWarnings(site: string, all: readonly Warning[]): string[] {
  if (all.length === 0) return ['  warnings   none'];
  const lines = all
    .slice(0, MOST_WARNINGS)
    .map(({ id, key, by, says }) =>
      printable(shortened(`             ${id} ${key ?? 'the whole site'}, by ${by}: ${says}`, 200)),
    );
  const more = all.length - lines.length;
  const count = `  WARNINGS   ${counted(all.length, 'open warning')} ${all.length === 1 ? 'blocks' : 'block'} deploys`;
  return [count, ...lines, ...(more > 0 ? [`             and ${more} more: npx holdfast warnings ${site}`] : [])];
}

function keys(all: readonly string[]): string {
  if (all.length === 0) return 'none';
  return printable(`${all.length}: ${firstFew(all)}`);
}

function showQueues({ uploads, deadLetters }: Depths): string {
  const show = (depth: Depth | undefined) =>
    depth ? `${depth.waiting} waiting, ${depth.inFlight} in work` : 'MISSING';
  return `queues\n  uploads      ${show(uploads)}\n  dead letters ${show(deadLetters)}`;
}
