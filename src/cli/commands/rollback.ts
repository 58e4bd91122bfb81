import { plainBytes } from '../../lib/deploy/inspect-page.ts';
import type { Release } from '../../lib/deploy/release.ts';
import { planRollback, type RollbackPlan, type Undone } from '../../lib/deploy/plan-rollback.ts';
import { rollbackRelease, type RolledBack } from '../../lib/deploy/rollback-release.ts';
import type { Site } from '../../lib/site/site.ts';
import { sha256 } from '../../lib/site/version.ts';
import { allowed } from '../allowed.ts';
import { optionText, switchedOn, type Command, type Input, type Session } from '../command.ts';
import { findingsOf, passing } from '../deploy/allow-findings.ts';
import { allowRollback, withdrawUnused, type AllowedBack } from '../deploy/allow-rollback.ts';
import { writeDeps } from '../deploy/deploy-deps.ts';
import { judgeRollback, proveRollback, type JudgedBack } from '../deploy/judge-rollback.ts';
import { nextOf, obstaclesExit } from '../deploy/refused.ts';
import { proofValue, showProof } from '../deploy/show-inspection.ts';
import { showObstacles } from '../deploy/show-obstacles.ts';
import { waitThrough } from '../deploy/wait-through.ts';
import { done, exitCodeOf, usage, type ExitCode, type Outcome } from '../outcome.ts';
import { counted, firstFew, printable } from '../printable.ts';

export const rollback: Command = {
  name: 'rollback <release>',
  summary: 'undo one release: what it replaced goes back, what it brought is deleted',
  options: [
    ['--reason <text>', 'why, for the allowance that keeps the guard from fighting it'],
    ['--no-wait', 'purge, and do not wait until visitors get it'],
  ],
  examples: [
    'npx holdfast rollback 20260310T120000Z-1f2e3d',
    'npx holdfast rollback 20260310T120000Z-1f2e3d --reason "the fares are wrong"',
  ],
  exits: [0, 1, 2, 3, 4, 5, 6, 7],
  writes: true,
  async run(input, session) {
    const { site, release } = await find(input.args[0] ?? '', session);
    if (release.state === 'rolled-back') return settled(release, `${release.id} was rolled back already.`);
    const plan = await planRollback(site, release, depsOf(site, release, session));
    const judged = await judgeRollback(site, plan, session);
    return undo(input, { site, plan, judged }, session);
  },
};

interface Prepared {
  readonly site: Site;
  readonly plan: RollbackPlan;
  readonly judged: readonly JudgedBack[];
}

async function undo(input: Input, prepared: Prepared, session: Session): Promise<Outcome> {
  const { plan, site, judged } = prepared;
  const proofs = proveRollback(site, plan, judged);
  const findings = judged.flatMap(({ path, verdict }) => findingsOf(verdict).map((one) => ({ ...one, path })));
  const shown = showProof({ proofs, findings }, session.now());
  const obstacles = [...plan.obstacles, ...unconfirmed(input, prepared)];
  const value = { ...valueOf(plan), proof: proofValue(proofs, session.now()), findings, obstacles };
  if (obstacles.length > 0) {
    const text = `${shown}\n\nNothing was undone:\n${showObstacles(obstacles)}`.trim();
    return { exitCode: obstaclesExit(obstacles), value: { ...value, done: false, next: nextOf(obstacles) }, text };
  }
  if ((await session.ask(`${headOf(prepared)}\n\n${shown}`)) === 'dry-run')
    return done({ ...value, done: false, next: [] }, '');
  // Whoever may not allow it is refused by the server before anything is written.
  const reason = optionText(input, 'reason') ?? `rollback of ${plan.release.id}`;
  const given = await allowRollback(judged, reason, { api: session.operator.api, now: session.now });
  return carryOut(input, { ...prepared, given }, value, session);
}

async function carryOut(
  { options }: Input,
  { site, plan, given }: Prepared & { readonly given: readonly AllowedBack[] },
  value: object,
  session: Session,
): Promise<Outcome> {
  const { release, target } = plan;
  const { arn } = await session.operator.caller();
  const became = await rollbackRelease(plan, arn, depsOf(site, release, session));
  const standing = await withdrawUnused(given, became, session.operator);
  const keys = JSON.stringify(became.undone.map(({ key }) => key).toSorted());
  const through = await waitThrough(
    target,
    became.undone.map((one) => ({ key: one.key, ...expectedOf(one, site) })),
    {
      reference: `${release.id} rollback ${sha256(keys).slice(0, 12)}`,
      limits: site.policy.limits,
      wait: options['wait'] !== false && became.kind === 'done',
    },
    session,
  );
  const again = `Run it again: npx holdfast rollback ${release.id}`;
  // Files are made from what production has: a rollback of staging leaves them as they stand.
  const pull = `Your files are not what is live now: npx holdfast pull ${site.name}`;
  const after = release.target === 'production' ? [pull] : [];
  const next = became.kind === 'done' ? after : [...standing, again];
  const { undone, lost, left } = became;
  const lists = { undone: pathsOf(undone), lost: pathsOf(lost), left: pathsOf(left) };
  const text = [
    ...(became.undone.length > 0 && through.text !== '' ? [through.text] : []),
    ...next.map((step) => printable(`→ ${step}`)),
  ];
  return {
    exitCode: became.kind === 'done' ? through.exitCode : exitOf(became),
    value: { ...value, done: became.kind === 'done', ...lists, passage: through.value, next },
    text: [...told(became, plan), ...text].join('\n'),
  };
}

function told({ kind, undone, lost, left, cause }: RolledBack, { release }: RollbackPlan): string[] {
  const few = (files: readonly Undone[]) => printable(firstFew(pathsOf(files)));
  if (kind === 'done') return [`${release.id} is rolled back: ${counted(undone.length, 'file')} in ${release.target}.`];
  const why =
    kind === 'lost'
      ? 'Somebody else wrote meanwhile; nothing of theirs was overwritten.'
      : `It was broken off: ${cause instanceof Error ? cause.message : String(cause)}`;
  return [
    printable(why),
    ...(undone.length > 0 ? [`  undone: ${few(undone)}`] : ['  nothing was undone']),
    ...(lost.length > 0 ? [`  written by somebody else: ${few(lost)}`] : []),
    ...(left.length > 0 ? [`  not undone: ${few(left)}`] : []),
  ];
}

function exitOf({ kind, cause }: RolledBack): ExitCode {
  if (kind === 'lost') return 5;
  return exitCodeOf(cause) === 7 ? 7 : 6;
}

function expectedOf({ file, live, back }: Undone, site: Site) {
  if (file.kind === 'asset') return {};
  const digest = (one: NonNullable<typeof back> | typeof live) =>
    sha256(plainBytes(one, site) ?? one.bytes ?? new Uint8Array());
  return { expected: back ? { sha256: digest(back) } : { gone: digest(live) } };
}

const pathsOf = (files: readonly Undone[]): string[] => files.map(({ file }) => file.path);

/** A rollback that the guard would undo needs somebody who looked at it. */
function unconfirmed(input: Input, { judged, plan }: Prepared) {
  const found = judged.some(({ verdict, features }) => findingsOf(verdict).length > 0 || features.lost.length > 0);
  if (!found || !switchedOn(input, 'yes')) return [];
  const says = 'The guard would undo it, or a feature goes: --yes is not enough, somebody has to look at it.';
  return [
    {
      rule: 'D6',
      says,
      next: `A person: npx holdfast rollback ${plan.release.id} at a terminal, without --yes.`,
    } as const,
  ];
}

function headOf({ plan, judged }: Prepared): string {
  const { release, undone, settled: left } = plan;
  const named = release.change === undefined ? '' : `, “${release.change}”`;
  const back = undone.filter((one) => one.back).length;
  const allows = judged.flatMap(({ path, verdict }) =>
    passing({ verdict }).map((what) => `  allows on ${path} for 1 h: ${allowed(what)}`),
  );
  return [
    `roll back ${release.id} of ${release.site} in ${release.target}${named}`,
    `  ${counted(back, 'file')} put back, ${undone.length - back} deleted, ${left.length} as before the release`,
    ...allows,
  ]
    .map(printable)
    .join('\n');
}

function valueOf({ release, undone, settled: left }: RollbackPlan) {
  const { id, site, target } = release;
  return { release: id, site, target, files: pathsOf(undone), settled: left };
}

function settled({ id, site, target }: Release, text: string): Outcome {
  return done({ release: id, site, target, done: true, proof: [], obstacles: [], next: [] }, text);
}

function depsOf(site: Site, { target }: Release, session: Session) {
  const where = target === 'production' ? site.production : (site.staging ?? site.production);
  return writeDeps(where, session);
}

async function find(id: string, { sites, operator }: Session): Promise<{ site: Site; release: Release }> {
  for (const site of sites) {
    const release = await operator.stores.releases.read(site.name, id);
    if (release) return { site, release };
  }
  throw usage(`There is no release ${printable(id)} of a configured site.`, 'See them with npx holdfast releases.');
}
