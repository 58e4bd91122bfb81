import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Version } from '../../lib/site/version.ts';
import { allowed } from '../allowed.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, type Command, type Input, type Session } from '../command.ts';
import { findingsOf } from '../deploy/allow-findings.ts';
import { waitThrough } from '../deploy/wait-through.ts';
import { checkMoment, versionName } from '../history/find-version.ts';
import { keyOfPage } from '../history/page-of.ts';
import { planRestore, type RestorePlan } from '../history/plan-restore.ts';
import { writeBack } from '../history/write-back.ts';
import { usage, type Outcome } from '../outcome.ts';
import { printable, printableLines } from '../printable.ts';
import { REASON_OPTION, reasonOf } from '../reason.ts';
import { utcSecond } from '../when.ts';

export const historyRestore: Command = {
  name: 'history restore <site> <page>',
  summary: 'puts an older version of a page back into production, and allows it, so that the guard leaves it there',
  options: [
    ['--to <version>', 'a version id, an identity, the beginning of one, or a time: what was live then'],
    REASON_OPTION,
    ['--no-wait', 'do not wait until visitors get it'],
  ],
  examples: [
    'npx holdfast history restore demo index.html --to 2026-03-10T12:00Z --reason "back to before the launch"',
    'npx holdfast history restore demo booking/index.html --to 3sL4kqtJ --reason "the old checkout" --dry-run',
  ],
  exits: [0, 1, 2, 3, 5, 6, 7],
  writes: true,
  check(input) {
    reasonOf(input);
    toOf(input);
  },
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const key = keyOfPage(site, input.args[1] ?? '');
    const [to, reason] = [toOf(input), reasonOf(input)];
    checkMoment(to, session.now());
    const plan = await planRestore({ site, key }, to, session);
    const wait = input.options['wait'] !== false;
    return carryOut({ site, key, reason, wait }, plan, session);
  },
};

interface Task {
  readonly site: Site;
  readonly key: string;
  readonly reason: string;
  readonly wait: boolean;
}

async function carryOut(task: Task, plan: RestorePlan, session: Session): Promise<Outcome> {
  if (plan.obstacles.length > 0) return refused(task, plan);
  if (plan.now.live?.identity === plan.identity) return alreadyLive(task, plan, session);
  if ((await session.ask(printableLines(changeOf(task, plan)))) === 'dry-run')
    return { exitCode: 0, value: valueOf(task, plan, { done: false }), text: '' };
  const written = await writeBack(task, plan, session);
  if (written.kind === 'lost') return lost(task, plan, written);
  const through = await purged(task, plan, session);
  const value = valueOf(task, plan, { done: true, allowances: written.allowed, passage: through.value });
  const text = [
    `${task.key} of ${task.site.name} is again ${versionName(plan.version)}.`,
    ...keptWords(plan),
    through.text,
  ];
  return { exitCode: through.exitCode, value, text: text.map(printableLines).join('\n') };
}

function toOf(input: Input): string {
  const to = (optionText(input, 'to') ?? '').trim();
  if (to !== '' && to.length <= 1024) return to;
  throw usage(
    'Which version is missing.',
    'Write --to with a version id or a time; `npx holdfast history` lists them.',
  );
}

/** What is shown before anything is written. */
function changeOf({ site, key, reason }: Task, { version, proof, judged, passing }: RestorePlan): string {
  const was = version.was.length > 0 ? ` (${version.was.join(', ')})` : '';
  const found = findingsOf(judged.verdict).map(({ code, severity, says }) => `  ${code} (${severity}): ${says}`);
  const letPass = passing.map((what) => `  ${allowed(what)}`);
  return [
    `put back ${key} of ${site.name}: ${versionName(version)}${was}`,
    ...proof.lines,
    ...(found.length > 0 ? ['the guard would find', ...found] : ['the guard would find nothing']),
    ...(letPass.length > 0 ? ['allow on this page, for one hour', ...letPass] : []),
    `reason: ${reason}`,
  ].join('\n');
}

function purged({ site, key, wait }: Task, { plain, identity }: RestorePlan, session: Session) {
  const reference = `history-restore ${identity.slice(0, 16)} ${session.now().toISOString()}`;
  const { limits } = site.policy;
  return waitThrough(site.production, [{ key, expected: { sha256: plain } }], { reference, limits, wait }, session);
}

/** Also where it broke off after the write: what visitors get is seen to once more. */
async function alreadyLive(task: Task, plan: RestorePlan, session: Session): Promise<Outcome> {
  const says = `${task.key} of ${task.site.name} is ${versionName(plan.version)} already`;
  const change = [`${says}: only purge it`, ...plan.proof.lines].join('\n');
  if ((await session.ask(printableLines(change))) === 'dry-run')
    return { exitCode: 0, value: valueOf(task, plan, { done: false }), text: '' };
  const through = await purged(task, plan, session);
  const value = valueOf(task, plan, { done: true, passage: through.value });
  return { exitCode: through.exitCode, value, text: [printable(`${says}.`), through.text].join('\n') };
}

function refused(task: Task, plan: RestorePlan): Outcome {
  const told = plan.obstacles.flatMap(({ rule, says, next }) => [`${rule}: ${says}`, `→ ${next}`]);
  const text = [...plan.proof.lines, 'Nothing was written.', ...told].map(printable).join('\n');
  return { exitCode: 3, value: valueOf(task, plan, { done: false }), text };
}

function lost(
  task: Task,
  plan: RestorePlan,
  { live, standing }: { live?: Version; standing: readonly { id: string }[] },
): Outcome {
  const now = live
    ? `Live now: uploaded ${utcSecond(live.lastModified)}, ${live.size.toLocaleString('en')} bytes, sha256 ${live.sha256}.`
    : 'Nothing is live now.';
  const left = standing.map(
    ({ id }) => `→ npx holdfast allow ${task.site.name} ${shellWord(task.key)} --withdraw ${id}`,
  );
  const text = [
    'Somebody else wrote meanwhile: nothing was written.',
    now,
    ...(left.length > 0 ? ['What was allowed could not be withdrawn; take it back:', ...left] : []),
    '→ Look at it, and run it again.',
  ];
  const seen = live && {
    versionId: live.versionId,
    at: live.lastModified,
    identity: live.identity,
    sha256: live.sha256,
  };
  const value = valueOf(task, plan, { done: false, lost: { ...(seen && { live: seen }) } });
  return { exitCode: 5, value, text: text.map(printable).join('\n') };
}

function keptWords({ now: { live } }: RestorePlan): string[] {
  if (!live) return [];
  const name = live.versionId === 'null' ? live.identity : live.versionId;
  return [`What it replaced is kept: it goes back with --to ${name}.`];
}

function valueOf({ site, key }: Task, plan: RestorePlan, how: Readonly<Record<string, unknown>> & { done: boolean }) {
  const { version, identity, proof, judged, passing, obstacles } = plan;
  const path = shellWord(key.slice(site.production.prefix.length));
  const next = how.done
    ? [`npx holdfast pull ${site.name} ${path} before anybody edits it again`]
    : obstacles.map((obstacle) => obstacle.next);
  const findings = findingsOf(judged.verdict);
  return {
    site: site.name,
    page: key,
    to: { ...version, identity },
    proof: [proof],
    findings,
    passing,
    obstacles,
    next,
    ...how,
  };
}
