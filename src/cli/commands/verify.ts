import { shellWord } from '../../lib/deploy/shell-word.ts';
import { provePage } from '../../lib/deploy/prove.ts';
import { proofLines } from '../../lib/deploy/proof.ts';
import type { VerificationShape } from '../../lib/api/deploy-shapes.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { approverName } from '../../lib/approval/person.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { switchedOn, type Command, type Session } from '../command.ts';
import { done, type Outcome } from '../outcome.ts';
import { printable, printableLines } from '../printable.ts';
import { addressesOrWhy, checkAddresses, checkFeatures, checkGuard } from '../verify/check-page.ts';
import { failedOf, sentences, type Check } from '../verify/check.ts';
import { showChecks, showStaged } from '../verify/show-staged.ts';
import { pathOf, stagedPage, type StagedPage } from '../verify/staged-page.ts';
import { pictureDeps, takePictures } from '../verify/take-pictures.ts';
import { utcMinute } from '../when.ts';

export const verify: Command = {
  name: 'verify <site> <page>',
  summary: 'accept what is on staging of a page, after checks and a picture: only exactly these bytes can be promoted',
  options: [['--no-screenshot', 'make no picture']],
  examples: [
    'npx holdfast verify demo booking/index.html',
    'npx holdfast verify demo booking/index.html --dry-run --json',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const path = pathOf(site, input.args[1] ?? '');
    const staged = await stagedPage(site, path, session);
    const before = await session.operator.api.verification(site.name, staged.inspected.now.ref.key);
    if (before && before.identity === staged.version.identity) return already(staged, before);
    const looked = await lookAt(staged, session, { pictures: input.options['screenshot'] !== false });
    const failed = failedOf(looked.checks).length;
    if (failed > 0 && switchedOn(input, 'yes') && !switchedOn(input, 'dryRun')) return unaccepted(staged, looked);
    const answer = await session.ask(showStaged(staged, { ...looked, now: session.now() }));
    const value = valueOf(staged, looked, session.now());
    if (answer === 'dry-run') return { ...done({ ...value, done: false }, ''), exitCode: failed > 0 ? 3 : 0 };
    const verified = await record(staged, looked.checks, session);
    const next = promoteOf(staged);
    const text = `Verified: ${path} of ${site.name}, as ${verified.by}.\n→ ${next}`;
    return done({ ...value, verification: verified, next: [next], done: true }, printableLines(text));
  },
};

type Looked = Awaited<ReturnType<typeof lookAt>>;

async function lookAt(staged: StagedPage, session: Session, { pictures }: { pictures: boolean }) {
  const { operator, now, progress } = session;
  const { site, path, inspected } = staged;
  const { at, unknown } = await addressesOrWhy(staged, operator);
  const answers = unknown ? [unknown] : await checkAddresses(staged, at, operator);
  const page = [checkFeatures(inspected, now()), ...checkGuard(inspected)];
  const taken = pictures
    ? await takePictures({ site: site.name, path }, at[0], pictureDeps(now, progress))
    : { check: { name: 'screenshot', state: 'skipped', says: 'No picture was asked for.' } as const, files: [] };
  const checks: readonly Check[] = [...answers, ...page, taken.check];
  return { checks, at, files: taken.files, proof: provePage(site, 'production', inspected) };
}

function valueOf({ site, path, version, inspected }: StagedPage, looked: Looked, now: Date) {
  const { checks, at, files, proof } = looked;
  const { identity, sha256 } = version;
  const proofs = [{ ...proof, lines: proofLines(proof, now) }];
  const { key } = inspected.now.ref;
  return {
    site: site.name,
    page: key,
    path,
    identity,
    sha256,
    checks,
    addresses: at,
    screenshots: files,
    proof: proofs,
  };
}

/** The server knows who this is, and whether they may. */
async function record({ site, version, inspected }: StagedPage, checks: readonly Check[], { operator }: Session) {
  const { identity, sha256 } = version;
  try {
    return await operator.api.verify(site.name, {
      page: inspected.now.ref.key,
      identity,
      sha256,
      checks: sentences(checks),
    });
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'API.DENIED') throw error;
    throw new HoldfastError(error.code, error.message, { hint: whomToAsk(site), cause: error });
  }
}

/** Only who signs in to AWS can verify: links and Slack decide incidents. */
function whomToAsk({ approvers }: Site): string {
  const able = approvers.filter((approver) => 'role' in approver || 'user' in approver);
  if (able.length > 0) return `Ask one of its approvers to verify it: ${able.map(approverName).join(', ')}.`;
  return 'The site names no role or user who may: add one to its approvers in the configuration, then apply.';
}

function already(staged: StagedPage, verification: VerificationShape): Outcome {
  const { site, path } = staged;
  const next = promoteOf(staged);
  const text = `${path} of ${site.name}, as it is on staging, was verified by ${verification.by}, ${utcMinute(verification.at)}.\n→ ${next}`;
  return done({ site: site.name, path, verification, already: true, next: [next] }, printableLines(text));
}

/** `--yes` is for scripts: nobody looked. */
function unaccepted(staged: StagedPage, looked: Looked): Outcome {
  const { site, path } = staged;
  const next = `A person: npx holdfast verify ${site.name} ${shellWord(path)}, and say yes to what failed; or put it right and deploy again.`;
  const obstacles = failedOf(looked.checks).map(({ says }) => ({ rule: 'D2', path, says, next }) as const);
  const text = `Not verified: with --yes every check must be passed.\n${showChecks(looked.checks)}\n→ ${printable(next)}`;
  return {
    exitCode: 3,
    value: { site: site.name, path, checks: looked.checks, obstacles, next: [next], done: false },
    text,
  };
}

const promoteOf = ({ site, path }: StagedPage): string =>
  `Bring it to production: npx holdfast promote ${site.name} ${shellWord(path)}`;
