import path from 'node:path';
import { journalFile, journalFolder, type JournalFile } from '../../lib/aws/restore-journal-file.ts';
import { applyRestore } from '../../lib/capture/apply-restore.ts';
import { idMap } from '../../lib/capture/id-map.ts';
import { planRestore } from '../../lib/capture/plan-restore.ts';
import { interrupted, journaled } from '../../lib/capture/restore-journal.ts';
import { isAction, type PlannedResource, type RestoreWork } from '../../lib/capture/restore-work.ts';
import { restoreTarget } from '../../lib/capture/target.ts';
import { optionText, optionTexts, type Input } from '../command.ts';
import type { EstateDesk } from '../capture/estate-desk.ts';
import type { Outcome } from '../outcome.ts';
import { printable } from '../printable.ts';
import { reserveCommands, writeCommands } from './commands-file.ts';
import { intoBucketOf } from './into-bucket.ts';
import { journalName } from './journal-name.ts';
import { openRestore, type OpenRestore } from './open-restore.ts';
import { refuseCollisions, renamesOf } from './renames.ts';
import { outcomeOf, plannedOutcome } from './show-restored.ts';
import { showPlan } from './show-plan.ts';
import { tellOn } from './tell.ts';

/** `holdfast restore-estate`: plans, asks, and brings back. */
export async function restoreCommand(input: Input, desk: EstateDesk): Promise<Outcome> {
  const renames = renamesOf(optionTexts(input, 'rename'), optionText(input, 'renamePrefix'));
  const asked = input.args.slice(1).filter((word) => word !== undefined);
  const open = await openRestore(input, desk, asked);
  refuseCollisions(renames, open.entries);
  const { name, account } = open.reader.metadata;
  const into = open.opened.estate.account;
  const intoBucket = intoBucketOf(optionText(input, 'intoBucket'));
  const words = journalName({ capture: name, account: into, renames, intoBucket });
  const journal = await journalFile(path.join(journalFolder(open.store, 'restores'), `${words}.ndjson`));
  try {
    const ids = idMap({ captured: account, now: into });
    for (const { made } of (await journaled(journal)).values()) ids.add(made?.ids ?? {});
    const { secret, secrets, reader, services, entries, opened } = open;
    const where = { capture: name, drill: undefined, intoBucket };
    const begun = await interrupted(journal);
    const to = restoreTarget({ ...where, renames, ids, secret, secrets, interrupted: begun });
    return await planned({ services, entries, reader, to, ids, estate: opened.estate }, { input, desk, open, journal });
  } finally {
    await journal.close();
  }
}

interface Run {
  readonly input: Input;
  readonly desk: EstateDesk;
  readonly open: OpenRestore;
  readonly journal: JournalFile;
}

async function planned(work: RestoreWork, run: Run): Promise<Outcome> {
  const { input, desk, open } = run;
  const { name, startedAt } = work.reader.metadata;
  desk.progress('looking at what is live');
  const plan = await planRestore(work);
  const told = { capture: name, account: work.estate.account, plan };
  const commands = optionText(input, 'commands');
  if (commands !== undefined) await reserveCommands(commands);
  if (!plan.some(({ steps }) => steps.some(isAction))) {
    if (commands !== undefined) await writeCommands(commands, name, byHand(plan));
    return plannedOutcome(told, { dryRun: false, warnings: open.warnings });
  }
  const change = [
    ...open.warnings.map((warning) => printable(`! ${warning}`)),
    `Restoring ${name}, captured ${startedAt}:`,
    showPlan(plan),
  ].join('\n\n');
  if ((await desk.askOf(open.opened.where, change)) === 'dry-run') {
    if (commands !== undefined) await writeCommands(commands, name, byHand(plan));
    return plannedOutcome(told, { dryRun: true, warnings: open.warnings });
  }
  return applied(plan, work, { ...run, commands });
}

const byHand = (plan: readonly PlannedResource[]) =>
  plan.map(({ key, steps }) => ({ key, steps: steps.filter(({ kind }) => kind === 'command') }));

async function applied(
  plan: readonly PlannedResource[],
  work: RestoreWork,
  { desk, open, journal, commands }: Run & { readonly commands: string | undefined },
): Promise<Outcome> {
  const { name } = work.reader.metadata;
  const account = work.estate.account;
  const services = work.services.map((service) => service.name);
  const regions = [...work.estate.regions];
  await journal.note({ note: 'begun', capture: name, account, regions, services, at: desk.now().toISOString() });
  const restored = await applyRestore(plan, work, { journal, tell: tellOn(desk), signal: desk.stopping() });
  if (commands !== undefined) {
    const left = restored.map((each) => ({ key: each.key, steps: each.outcome === 'restored' ? each.left : [] }));
    await writeCommands(commands, name, left);
  }
  return outcomeOf({ capture: name, account, plan }, restored, { commands, warnings: open.warnings });
}
