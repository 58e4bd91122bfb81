import { sha256 } from '../../src/lib/site/version.ts';
import { withNewOffer } from './booking-page.ts';
import { NEW_OFFER } from './booking/hero.ts';
import type { DeployDeps } from './story.ts';
import { after, painted } from './teller.ts';
import { insist, patience, until } from './until.ts';
import { proofIn, type Answer } from './working-folder.ts';

/** What is live is edited, seen on staging and promoted; `refused` is what was said to the copy before. */
export async function rightWay(key: string, refused: readonly string[], deps: DeployDeps): Promise<void> {
  deps.teller.chapter('The right way: what is live, one line edited, accepted by a person on staging');
  await acknowledge(key, refused, deps);
  const edited = await edit(key, deps);
  await deploy(key, edited, deps);
  await promote(key, edited, deps);
}

/** The guard's warnings of this page say that a stale copy is about: it is put away, says an approver. */
async function acknowledge(key: string, refused: readonly string[], { folder, teller }: DeployDeps): Promise<void> {
  const warnings = refused.flatMap((line, index) => {
    const id = /npx holdfast ack (\w+)/.exec(line)?.[1];
    return id !== undefined && refused[index - 1]?.startsWith(`D4  ${key}: `) ? [id] : [];
  });
  insist(warnings.length > 0, 'the guard warned of the stale copy');
  const because = ['--reason', 'no copy of spring is left'];
  for (const id of warnings) {
    const { stdout } = await folder.holdfast('approver', 0, 'ack', id, ...because, '--yes');
    for (const line of stdout) teller.line(line);
  }
}

async function edit(key: string, { site, folder, outsider, edge, teller }: DeployDeps): Promise<string> {
  const { stdout } = await folder.holdfast('deployer', 0, 'pull', site, key, '--force', '--yes');
  for (const line of stdout.filter((each) => each.startsWith('  '))) teller.line(line);
  const page = await folder.read(key);
  insist(page === (await outsider.get(key))?.body, 'the file is what is live');
  insist(page === (await visit(edge, key)), 'and what visitors get');
  const edited = withNewOffer(page);
  await folder.write(key, edited);
  teller.line(`  edited   ${NEW_OFFER}`, 'good');
  return edited;
}

/** To staging; production is not for this command, nor for the next before a person has looked. */
async function deploy(
  key: string,
  edited: string,
  { site, folder, outsider, staging, teller }: DeployDeps,
): Promise<void> {
  const before = (await outsider.get(key))?.body;
  const deployed = await folder.holdfast('deployer', 0, 'deploy', site, key, '--yes');
  const [, live = '', , , features = ''] = proofIn(deployed.stderr);
  insist(live.includes('  BEHIND, ') && features.endsWith('lost: none'), 'it is made from what is live');
  for (const line of [live, features, ...done(deployed)]) teller.line(line);
  insist((await staging.get(key))?.body === edited, 'staging has the edit');
  const { stdout } = await folder.holdfast('deployer', 3, 'promote', site, key, '--yes');
  const from = stdout.findIndex((line) => line.startsWith('D2 '));
  insist(from !== -1, 'nobody verified it');
  for (const line of stdout.slice(from)) teller.line(line, /^D\d/.test(line) ? 'bad' : 'plain');
  insist((await outsider.get(key))?.body === before, 'production is as it was');
  teller.row('', 'refused', painted('bad', 'exit code 3: production is as it was'));
}

async function promote(key: string, edited: string, { site, folder, teller, ...deps }: DeployDeps): Promise<void> {
  const words = [site, key, '--yes'];
  const verified = await folder.holdfast('approver', 0, 'verify', ...words, '--no-screenshot');
  for (const line of verified.stderr.filter((each) => /^ {2}\w+ +ok /.test(each))) teller.line(line);
  for (const line of done(verified)) teller.line(line);
  const began = new Date();
  for (const line of done(await folder.holdfast('deployer', 0, 'promote', ...words))) teller.line(line);
  await tellLive(key, edited, began, { teller, ...deps });
}

type Live = Pick<DeployDeps, 'teller' | 'edge' | 'outsider' | 'witness'>;

async function tellLive(key: string, edited: string, began: Date, deps: Live): Promise<void> {
  const { teller, edge, outsider, witness } = deps;
  insist((await visit(edge, key)) === edited, 'visitors get the edit');
  const served = await outsider.get(key);
  insist(served?.body === edited && served.cacheControl === 'max-age=3600', 'production has the edit, and its headers');
  const says = `visitors get every byte of it at ${edge}/${key}`;
  teller.row(after(began.getTime(), Date.now()), 'live', painted('good', says));
  const accepted = async () => {
    const page = await witness.page(key);
    return page?.baseline?.sha256 === sha256(edited) && page.open.length === 0 ? page.baseline : undefined;
  };
  const { tokens } = await until('the guard accepts it', accepted, patience(teller));
  insist((await witness.incidentOf(key, edited, began)) === undefined, 'the guard finds nothing in it');
  teller.row(
    after(began.getTime(), Date.now()),
    'accepted',
    `the baseline, with ${tokens.length} features; no incident`,
  );
}

/** What the distribution serves, from its cache where it has one. */
const visit = async (edge: string, key: string): Promise<string> => (await fetch(`${edge}/${key}`)).text();

/** What a command says that it did, without what may be done next. */
const done = ({ stdout }: Answer): string[] => stdout.filter((line) => line !== '' && !line.startsWith('→'));
