import type { Operations } from '../../lib/aws/dynamo-operations.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSites } from '../choose-site.ts';
import type { Answer, Command, Session } from '../command.ts';
import { done, type Outcome } from '../outcome.ts';
import { printable } from '../printable.ts';
import { showChanges, siteChanges, type SettingChange } from '../site-changes.ts';

const ATTEMPTS = 5;

/** One site that is not applied as it is configured. */
export interface Pending {
  readonly site: Site;
  readonly record: SiteRecord | undefined;
  readonly changes: readonly SettingChange[];
}

interface Deps {
  readonly operations: Pick<Operations, 'site' | 'applySite'>;
  now(): Date;
  ask(change: string): Promise<Answer>;
}

export const apply: Command = {
  name: 'apply [site]',
  summary: 'write what is configured to the registry, where the guard reads it',
  examples: ['npx holdfast apply --dry-run', 'npx holdfast apply demo --yes'],
  exits: [0, 1, 2, 5, 7],
  writes: true,
  run: ({ args: [name] }, session: Session) =>
    applySites(chooseSites(session.sites, name), {
      operations: session.operator.operations,
      now: session.now,
      ask: session.ask,
    }),
};

/** Writes each site that differs, after showing how. Keeps retired things, pauses and the time when guarding began. */
async function applySites(sites: readonly Site[], deps: Deps): Promise<Outcome> {
  const pending = await pendingSites(sites, deps.operations);
  const names = pending.map(({ site }) => site.name);
  if (pending.length === 0) return done({ applied: [] }, 'Every site is applied as configured.');
  const answer = await deps.ask(pending.map(showPending).join('\n'));
  if (answer === 'dry-run') return done({ applied: [], wouldApply: names, changes: summary(pending) }, '');
  for (const each of pending) await applyOne(each, deps);
  return done({ applied: names, changes: summary(pending) }, `Applied: ${names.join(', ')}.`);
}

/** The sites that are not applied as configured. */
export async function pendingSites(sites: readonly Site[], operations: Pick<Operations, 'site'>): Promise<Pending[]> {
  const all = await Promise.all(
    sites.map(async (site) => {
      const record = await operations.site(site.name);
      return { site, record, changes: siteChanges(record?.config, site) };
    }),
  );
  return all.filter(({ changes }) => changes.length > 0);
}

/** What applying a site changes, for people. */
export function showPending({ site, record, changes }: Pending): string {
  const first = record ? '' : ' (for the first time)';
  return printable(`apply ${site.name}${first}`) + '\n' + showChanges(changes).split('\n').map(printable).join('\n');
}

/**
 * Writes one site as it was shown. The registry's revision also moves with every gained token, so this tries again as
 * long as the change is still the one that was shown; throws `REGISTRY.CONFLICT` when it is another.
 */
export async function applyOne(
  shown: Pending,
  deps: { operations: Pick<Operations, 'site' | 'applySite'>; now(): Date },
): Promise<void> {
  let { record } = shown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const written = await deps.operations.applySite(shown.site, deps.now().toISOString(), record?.rev ?? 'absent');
    if (written === 'done') return;
    record = await deps.operations.site(shown.site.name);
    if (showChanges(siteChanges(record?.config, shown.site)) !== showChanges(shown.changes)) break;
  }
  const hint = 'Run it again: it shows what is applied now.';
  throw new HoldfastError('REGISTRY.CONFLICT', `The registry moved while ${shown.site.name} was applied.`, { hint });
}

function summary(pending: readonly Pending[]): Record<string, readonly SettingChange[]> {
  return Object.fromEntries(pending.map(({ site, changes }) => [site.name, changes]));
}
