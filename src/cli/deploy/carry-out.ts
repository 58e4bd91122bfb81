import { HoldfastError } from '../../lib/errors.ts';
import type { Inspection, Planned } from '../../lib/deploy/inspection.ts';
import { whatChanged, type Lost } from '../../lib/deploy/lost.ts';
import type { Written } from '../../lib/deploy/purge-look.ts';
import { writeRelease, type ReleaseWritten } from '../../lib/deploy/write-release.ts';
import { sha256 } from '../../lib/site/version.ts';
import { exitCodeOf, type ExitCode, type Outcome } from '../outcome.ts';
import { counted, firstFew, printable, printableCommand } from '../printable.ts';
import { writeDeps, type DeploySession } from './deploy-deps.ts';
import { inspectionValue } from './show-inspection.ts';
import { waitThrough } from './wait-through.ts';

/** How a release is written. */
export interface CarryOptions {
  /** Whether to wait until visitors get it. */
  readonly wait: boolean;
  /** What can be done once it is done. */
  readonly next: readonly string[];
  /** What goes on with it where it was broken off. */
  readonly resume: string;
}

/** Writes an inspected release, purges the target's distributions, and waits; says all that was done and not done. */
export async function carryOut(
  inspection: Inspection,
  { wait, next, resume }: CarryOptions,
  session: DeploySession,
): Promise<Outcome & { readonly written: ReleaseWritten }> {
  const { site, target, release } = inspection;
  const deps = writeDeps(target, session);
  const written = await writeRelease(release, inspection, deps);
  const done = written.kind === 'done';
  const through = await waitThrough(
    target,
    whatVisitorsGet(written.written),
    { reference: referenceOf(release.id, written.written), limits: site.policy.limits, wait: wait && done },
    session,
  );
  const lost: Lost[] = [];
  for (const file of written.lost) lost.push(await whatChanged(site, file, deps));
  const steps = done ? next : stepsAfter(written, inspection, resume);
  const value = {
    ...inspectionValue(inspection, session.now()),
    done,
    written: written.written.map(({ path }) => path),
    ...(!done && { left: written.left.map(({ path }) => path), lost, ...failureOf(written) }),
    passage: through.value,
    next: steps,
  };
  const text = [
    ...(done ? [doneText(inspection)] : brokenText(written, lost, inspection)),
    ...(written.written.length > 0 && through.text !== '' ? [through.text] : []),
    ...steps.map((step) => printableCommand(`→ ${step}`)),
  ].join('\n');
  return { exitCode: done ? through.exitCode : exitOf(written), value, text, written };
}

/** Pages are looked at through the distribution, assets are only purged. */
export function whatVisitorsGet(files: readonly Planned[]): Written[] {
  return files.map(({ key, kind, plain }) => ({ key, ...(kind === 'page' && { expected: { sha256: plain } }) }));
}

/** The same reference must stand for the same paths. */
function referenceOf(id: string, written: readonly Planned[]): string {
  const keys = written.map(({ key }) => key).toSorted();
  return `${id} ${sha256(JSON.stringify(keys)).slice(0, 12)}`;
}

function doneText({ release, planned, target }: Inspection): string {
  const files = counted(planned.length, 'file');
  return printable(`${release.id}: ${files} live in ${release.target}, s3://${target.bucket}/${target.prefix}`);
}

function exitOf({ kind, cause }: ReleaseWritten): ExitCode {
  if (kind === 'lost') return 5;
  const exit = exitCodeOf(cause);
  return exit === 5 || exit === 7 ? exit : 6;
}

function brokenText(
  { kind, written, left, cause }: ReleaseWritten,
  lost: readonly Lost[],
  { release }: Inspection,
): string[] {
  const { target, id } = release;
  const head =
    kind === 'lost'
      ? `Lost a race: somebody else wrote to ${target} since the proof block was shown. Nothing of theirs was overwritten.`
      : `${id} was broken off: ${messageOf(cause)}`;
  return [
    printable(head),
    ...lost.map((one) => printable(`  ${lostText(one)}`)),
    ...(written.length > 0
      ? [`  written to ${target}, and still there: ${names(written)}`]
      : [`  nothing was written to ${target}`]),
    ...(left.length > 0 ? [`  not written: ${names(left)}`] : []),
  ];
}

function lostText({ path, live, change, lines }: Lost): string {
  if (!live) return `${path} was deleted meanwhile.`;
  const by = change
    ? ` by ${change.by} (${change.release}${change.change === undefined ? '' : `, “${change.change}”`})`
    : '';
  const size = lines ? `: ${counted(lines.gone, 'line')} gone, ${counted(lines.new, 'line')} new` : '';
  const version = live.versionId === 'null' ? '' : `, version ${live.versionId}`;
  return `${path} was written at ${live.lastModified}${by}${version}${size}`;
}

/** Pages first; `--json` lists all. */
const names = (files: readonly Planned[]): string =>
  printable(firstFew(files.toSorted((a, b) => b.kind.localeCompare(a.kind)).map(({ path }) => path)));

function failureOf({ cause }: ReleaseWritten) {
  if (cause === undefined) return {};
  const code = cause instanceof HoldfastError ? cause.code : 'DEPLOY.INCOMPLETE';
  return { cause: { code, message: messageOf(cause) } };
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function stepsAfter({ kind, written }: ReleaseWritten, { release, site }: Inspection, resume: string): string[] {
  if (kind === 'broken') return [resume, ...undo(written, release.id)];
  const again =
    release.target === 'production'
      ? `Fetch what is live and merge: npx holdfast pull ${site.name}, then deploy again.`
      : `See who else is testing: npx holdfast releases ${site.name}. Deploying again puts yours over theirs.`;
  return [again, ...undo(written, release.id)];
}

function undo(written: readonly Planned[], id: string): string[] {
  return written.length === 0 ? [] : [`Or undo what was written: npx holdfast rollback ${id}`];
}
