import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { captureSecrets } from '../../lib/aws/capture-secrets.ts';
import { journalFile, journalFolder, type JournalFile } from '../../lib/aws/restore-journal-file.ts';
import { DRILL_NAME, liveNames } from '../../lib/capture/drill-names.ts';
import { endDrill, type LeftOver } from '../../lib/capture/end-drill.ts';
import { journaled, type RestoreNote } from '../../lib/capture/restore-journal.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import { optionText, type Input } from '../command.ts';
import type { EstateDesk } from '../capture/estate-desk.ts';
import { findCapture } from '../capture/find-capture.ts';
import { optionsAsCaptured } from '../capture/options-as-captured.ts';
import { loadServices } from '../capture/services.ts';
import { refusal, usage, type Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { copiesFolder } from './copies-folder.ts';

/** `holdfast capture drill --clean <drill>`: takes away what a killed or kept drill made. */
export async function cleanCommand(drill: string, input: Input, desk: EstateDesk): Promise<Outcome> {
  const named = input.args[0];
  const to = optionText(input, 'to');
  const store = named === undefined ? await desk.store(to) : (await findCapture(named, desk, to)).store;
  const folder = journalFolder(store, 'drills');
  const files = await readdir(folder).catch(() => []);
  const there = files.flatMap((file) => /^(.+)\.ndjson$/.exec(file)?.[1] ?? []).filter((name) => DRILL_NAME.test(name));
  if (!there.includes(drill)) {
    const hint = there.length === 0 ? 'No drill of this store left anything.' : `There are: ${there.join(', ')}.`;
    throw usage(`There is no ${drill.slice(0, 100)}.`, hint);
  }
  const journal = await journalFile(path.join(folder, `${drill}.ndjson`));
  let over: readonly LeftOver[] | undefined;
  try {
    over = await cleaned(drill, store, { journal, desk });
  } finally {
    await journal.close(over?.length === 0 ? 'discard' : undefined);
  }
  if (!over) return { exitCode: 0, value: { drill, dryRun: true }, text: '' };
  // Of one that was killed while it compared.
  const copies = copiesFolder(store, drill);
  if (copies !== undefined) await rm(copies, { recursive: true, force: true });
  const value = { drill, over: over.map(({ key, made, why }) => ({ resource: key, called: made.resource.id, why })) };
  const lines = over.map(({ made: { resource }, why }) => printable(`✗ ${resource.service} ${resource.id}: ${why}`));
  const text = over.length === 0 ? `What ${drill} made is away.` : lines.join('\n');
  return { exitCode: over.length === 0 ? 0 : 1, value, text };
}

/** What could not be taken away; `undefined` where it was only to be shown. */
async function cleaned(
  drill: string,
  store: CaptureStore,
  { journal, desk }: { readonly journal: JournalFile; readonly desk: EstateDesk },
): Promise<readonly LeftOver[] | undefined> {
  const begun = await beginningOf(journal);
  const made = [...(await journaled(journal)).values()].map((each) => each.made?.resource ?? each.expected);
  if (!begun || made.length === 0) return [];
  const services = await loadServices(begun.services);
  const captured = await store.read(begun.capture).then(
    (reader) => reader.metadata,
    // A drill can be cleaned when its capture is gone: what bears its name was made by it.
    () => undefined,
  );
  const options = optionsAsCaptured(services, captured ?? {}, await desk.config());
  const { estate, where } = await desk.estate({ services, options }, { regions: begun.regions });
  if (estate.account !== begun.account)
    throw refusal(`${drill} was made in ${begun.account}, and you look at ${estate.account}.`, 'Use --account.');
  const lines = made.slice(0, 100).map(({ service, id }) => printable(`  ${service} ${id}`));
  const more = made.length > lines.length ? [`  … ${made.length - lines.length} more`] : [];
  const change = [`Taking away ${counted(made.length, 'resource')} that ${drill} made:`, ...lines, ...more].join('\n');
  if ((await desk.askOf(where, change)) === 'dry-run') return undefined;
  const secrets = await captureSecrets(undefined);
  const tell = (key: string) => desk.progress(`taking away ${printable(key)}`);
  return endDrill(journal, { drill, services, estate, secrets, live: liveNames(captured?.resources ?? []), tell });
}

async function beginningOf(journal: JournalFile): Promise<Extract<RestoreNote, { note: 'begun' }> | undefined> {
  for await (const note of journal.notes()) if (note.note === 'begun') return note;
  return undefined;
}
