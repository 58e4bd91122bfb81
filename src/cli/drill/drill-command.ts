import { randomInt } from 'node:crypto';
import path from 'node:path';
import { journalFile, journalFolder, type JournalFile } from '../../lib/aws/restore-journal-file.ts';
import { applyRestore, type Restored } from '../../lib/capture/apply-restore.ts';
import { fencedEstate } from '../../lib/capture/drill-fence.ts';
import { drillRenames, liveNames } from '../../lib/capture/drill-names.ts';
import { endDrill, type LeftOver } from '../../lib/capture/end-drill.ts';
import { idMap } from '../../lib/capture/id-map.ts';
import { planRestore } from '../../lib/capture/plan-restore.ts';
import { isAction, type PlannedResource, type RestoreWork } from '../../lib/capture/restore-work.ts';
import { restoreTarget } from '../../lib/capture/target.ts';
import { optionText, switchedOn, type Input } from '../command.ts';
import type { EstateDesk } from '../capture/estate-desk.ts';
import { refusal, type Outcome } from '../outcome.ts';
import { printable } from '../printable.ts';
import { intoBucketOf } from '../restore/into-bucket.ts';
import { openRestore, type OpenRestore } from '../restore/open-restore.ts';
import { refuseCollisions } from '../restore/renames.ts';
import { showPlan } from '../restore/show-plan.ts';
import { tellOn } from '../restore/tell.ts';
import { compareCopies } from './compare-copies.ts';
import { drillOutcome, showLeftOut, type LeftOut } from './show-drill.ts';

/** `holdfast capture drill <capture>`: brings copies back beside what is live, compares them, and takes them away. */
export async function drillCommand(input: Input, desk: EstateDesk): Promise<Outcome> {
  const drill = `drill-${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0')}`;
  const asked = input.args.slice(1).filter((word) => word !== undefined);
  const open = await openRestore(input, desk, asked);
  const { work, leftOut } = workOf(drill, open, input);
  refuseCollisions(drillRenames(drill), work.entries);
  if (work.entries.length === 0)
    throw refusal(`Nothing of what was asked for can be drilled.\n${showLeftOut(leftOut)}`, 'Name other services.');
  desk.progress('looking at what would be made');
  const plan = await planRestore(work);
  const change = [
    ...open.warnings.map((warning) => printable(`! ${warning}`)),
    `${drill}: copies of what ${work.reader.metadata.name} has, beside what is live; they are compared and taken away.`,
    showPlan(plan),
    showLeftOut(leftOut),
  ].filter((text) => text !== '');
  if ((await desk.askOf(open.opened.where, change.join('\n\n'))) === 'dry-run') {
    const value = { drill, dryRun: true };
    return { exitCode: 0, value, lines: [value], text: '' };
  }
  const journal = await journalFile(path.join(journalFolder(open.store, 'drills'), `${drill}.ndjson`));
  let isAway = false;
  try {
    const keep = switchedOn(input, 'keep');
    const away = () => void (isAway = true);
    return await drilled(plan, work, { drill, desk, open, journal, leftOut, keep, away });
  } finally {
    await journal.close(isAway ? 'discard' : undefined);
  }
}

function workOf(drill: string, open: OpenRestore, input: Input): { work: RestoreWork; leftOut: LeftOut } {
  const { reader, secret, secrets, opened } = open;
  const services = open.services.filter(({ restore }) => restore?.remove !== undefined);
  const names = new Set(services.map(({ name }) => name));
  const ids = idMap({ captured: reader.metadata.account, now: opened.estate.account });
  const intoBucket = intoBucketOf(optionText(input, 'intoBucket'));
  const renames = drillRenames(drill);
  const to = restoreTarget({ capture: drill, drill, renames, ids, intoBucket, secret, secrets });
  const there = open.entries.filter(({ status }) => status !== 'gone');
  return {
    work: {
      services,
      entries: there.filter(({ service }) => names.has(service)),
      reader,
      to,
      ids,
      estate: fencedEstate(opened.estate, reader.metadata.resources),
    },
    leftOut: open.services
      .filter(({ name }) => !names.has(name))
      .map((service) => ({ service, count: there.filter((entry) => entry.service === service.name).length })),
  };
}

interface Drill {
  readonly drill: string;
  readonly desk: EstateDesk;
  readonly open: OpenRestore;
  readonly journal: JournalFile;
  readonly leftOut: LeftOut;
  readonly keep: boolean;
  /** Called when nothing is left of what was made. */
  readonly away: () => void;
}

async function drilled(plan: readonly PlannedResource[], work: RestoreWork, run: Drill): Promise<Outcome> {
  const { drill, desk, journal, keep, leftOut } = run;
  const { name } = work.reader.metadata;
  const { account, regions } = work.estate;
  const services = work.services.map((service) => service.name);
  const at = desk.now().toISOString();
  await journal.note({ note: 'begun', capture: name, account, regions: [...regions], services, at });
  const signal = desk.stopping();
  const tell = tellOn(desk);
  let left: readonly LeftOver[] | undefined;
  const end = async () => {
    left ??= await ended(work, run);
    if (left.length === 0) run.away();
    return left;
  };
  try {
    const restored = await applyRestore(
      plan.map((each) => refusedWhereLive(each, work)),
      work,
      { journal, tell, signal },
    );
    const results = signal.aborted ? [] : await compareCopies(restored, work, { drill, store: run.open.store, desk });
    const over = keep ? undefined : await end();
    return drillOutcome(
      { drill, capture: name, store: run.open.store, results, leftOut, over, made: madeOf(restored) },
      signal.aborted,
    );
  } finally {
    if (!keep) await end();
  }
}

const madeOf = (restored: readonly Restored[]) =>
  restored.flatMap((each) => (each.outcome === 'restored' && each.made ? [each.made.resource] : []));

/** Nothing is called as this drill's copies are: what would be changed instead of made is not a copy. */
function refusedWhereLive(planned: PlannedResource, { to }: RestoreWork): PlannedResource {
  const { service, entry } = planned;
  const id = service.restore?.expectedId?.(to.nameOf(entry.service, entry.name), to);
  // Objects that go into somebody's bucket are no resource of their own.
  if (id?.endsWith('/')) return planned;
  const actions = planned.steps.filter(isAction);
  if (actions.length === 0 || actions.some(({ kind }) => kind === 'create')) return planned;
  const what = actions.map((step) => step.what).join(', ');
  const message = `It would change what is there instead of making a copy: ${what}.`;
  return { ...planned, steps: [], failure: { code: 'DRILL.LIVE', message } };
}

async function ended(work: RestoreWork, { drill, desk, journal, open }: Drill): Promise<readonly LeftOver[]> {
  const live = liveNames(work.reader.metadata.resources);
  const { services, estate } = work;
  const tell = (key: string) => desk.progress(`taking away what was made: ${printable(key)}`);
  return endDrill(journal, { drill, services, estate, secrets: open.secrets, live, tell });
}
