import { sameKeys, compareCaptures, servicesOfOne } from '../../lib/capture/compare-captures.ts';
import type { Metadata } from '../../lib/capture/entry.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { CaptureReader } from '../../lib/capture/store.ts';
import { optionText, type Input } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { differences } from './differences.ts';
import type { EstateDesk } from './estate-desk.ts';
import { findCapture } from './find-capture.ts';
import { onlyOf } from './only.ts';
import { loadServices, serviceNames } from './services.ts';

/** `holdfast capture diff <before> <after>`. */
export async function diffCommand(input: Input, desk: EstateDesk): Promise<Outcome> {
  const [before, after] = await Promise.all(
    [input.args[0], input.args[1]].map((meant = 'latest') => findCapture(meant, desk, optionText(input, 'to'))),
  );
  if (!before || !after) throw new Error('Both captures were named.');
  const only = onlyOf(input);
  const services = await servicesBetween(before.reader.metadata, after.reader.metadata, only);
  return diffOf(before.reader, after.reader, { services, only, desk });
}

/** The services that are compared: as asked, else all that both captures have and that are known here. */
export async function servicesBetween(
  before: Pick<Metadata, 'services'>,
  after: Pick<Metadata, 'services'>,
  only: readonly string[] | undefined,
): Promise<readonly Service[]> {
  const known = new Set(await serviceNames());
  const both = before.services.filter((name) => after.services.includes(name) && known.has(name));
  return loadServices(only ?? both);
}

/** What is compared. */
interface Comparing {
  readonly services: readonly Service[];
  /** The services that were asked for. */
  readonly only: readonly string[] | undefined;
  readonly desk: Pick<EstateDesk, 'switches' | 'display' | 'progress'>;
}

/** Compares two captures, and tells what differs; exit code 6 where something does. */
export async function diffOf(
  before: CaptureReader,
  after: CaptureReader,
  { services, only, desk }: Comparing,
): Promise<Outcome> {
  const found = differences();
  const tell = (compared: number) => desk.progress(`${counted(compared, 'resource')} compared`);
  for await (const difference of compareCaptures(before, after, services, tell)) {
    found.add(difference);
    if (desk.switches.json) desk.display.line(difference);
  }
  const counts = found.counts();
  const notes = notesOn(before.metadata, after.metadata, only);
  const names = { before: before.metadata.name, after: after.metadata.name };
  const same = counts.added + counts.removed + counts.changed + counts.unknown === 0;
  const value = { ...names, same, ...counts, notes };
  const heading = `${names.before} (${before.metadata.startedAt}) → ${names.after} (${after.metadata.startedAt})`;
  const text = [
    [heading, ...notes.map((note) => `! ${note}`)].map(printable).join('\n'),
    ...(same ? [] : [found.text(services)]),
    same ? 'Nothing differs.' : summary(counts),
  ];
  return { exitCode: same ? 0 : 6, value, lines: [value], text: text.join('\n\n') };
}

function summary({ added, removed, changed, changes, unknown }: ReturnType<ReturnType<typeof differences>['counts']>) {
  const words = [
    ...(added > 0 ? [`${added} added`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(changed > 0 ? [`${changed} changed (${counted(changes, 'difference')})`] : []),
    ...(unknown > 0 ? [`${unknown} could not be compared`] : []),
  ];
  return `${words.join(', ')}.`;
}

/** What makes the comparison less than whole. */
function notesOn(before: Metadata, after: Metadata, only: readonly string[] | undefined): readonly string[] {
  const apart = servicesOfOne(before, after).filter((name) => only?.includes(name) ?? true);
  return [
    ...(sameKeys(before, after)
      ? []
      : ['Secrets cannot be compared: their hashes were made with different keys. Names of secrets are compared.']),
    ...(before.account === after.account ? [] : [`They are of two accounts: ${before.account} and ${after.account}.`]),
    ...(before.regions.join() === after.regions.join()
      ? []
      : [`They are of different regions: ${before.regions.join(', ')} and ${after.regions.join(', ')}.`]),
    ...(apart.length > 0 ? [`Only one of them was to have: ${apart.join(', ')}.`] : []),
  ];
}
