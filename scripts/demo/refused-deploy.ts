import type { Served } from './outsider.ts';
import type { DeployDeps } from './story.ts';
import { after, painted, type Teller } from './teller.ts';
import { insist, patience, until } from './until.ts';
import { proofIn } from './working-folder.ts';

/** In spring, somebody pulls the page: that is what their file is made from, whatever comes. */
export async function pullInSpring(key: string, base: Served, { site, folder, teller }: DeployDeps): Promise<void> {
  teller.line('Somebody takes a copy:', 'quiet');
  const { stdout } = await folder.holdfast('deployer', 0, 'pull', site, key);
  insist((await folder.read(key)) === base.body, 'the file is the page of spring');
  for (const line of stdout.filter((each) => each.startsWith('  '))) teller.line(line);
}

/**
 * The copy that the guard undid is deployed: refused before anything is written, and the contact is called. Gives what the
 * command said.
 */
export async function refusedDeploy(key: string, copy: Served, deps: DeployDeps): Promise<readonly string[]> {
  const { site, outsider, staging, folder, teller } = deps;
  teller.chapter("The same copy by Holdfast's own deploy");
  const [live, staged] = [await outsider.get(key), await staging.get(key)];
  await folder.write(key, copy.body);
  const began = new Date();
  const { stdout } = await folder.holdfast('deployer', 4, 'deploy', site, key);
  tellRefusal(stdout, teller);
  const refused = after(began.getTime(), Date.now());
  await tellCalled(key, began, deps);
  teller.row(refused, 'refused', painted('bad', 'exit code 4: production is ahead'));
  insist(sameAs(await outsider.get(key), live), 'production is as it was');
  insist(sameAs(await staging.get(key), staged), 'staging is as it was');
  const nothing = staged ? 'as they were' : 'as it was; there is still nothing';
  teller.row('', 'untouched', `s3://${outsider.bucket}/${key} is ${nothing} at s3://${staging.bucket}/${key}`);
  return stdout;
}

/** Six lines of proof, and what stands against it; the findings between them are known from the guard. */
function tellRefusal(said: readonly string[], teller: Teller): void {
  const proof = proofIn(said);
  insist(proof[1]?.includes('  AHEAD, ') === true, 'production is ahead');
  insist(proof[4]?.endsWith('lost: JADA_HERO_FADE, STRIPE_CHECKOUT') === true, 'two features would be lost');
  for (const line of proof) teller.line(line);
  const from = said.indexOf('Nothing was written to staging:');
  insist(from !== -1, 'it says that nothing was written');
  teller.line('…', 'quiet');
  const obstacles = said.slice(from);
  for (const rule of ['D7', 'D8']) {
    insist(
      obstacles.some((line) => line.startsWith(`${rule} `)),
      `${rule} stands against it`,
    );
  }
  for (const line of obstacles.filter((each) => each !== '')) teller.line(line, /^D\d/.test(line) ? 'bad' : 'plain');
}

async function tellCalled(key: string, began: Date, { witness, teller }: DeployDeps): Promise<void> {
  const told = async () => {
    const calls = (await witness.receivedSince(began)).filter((entry) =>
      (entry.subject ?? entry.body?.text ?? '').includes(`production is ahead of a deploy of ${key}`),
    );
    const bySns = calls.find(({ channel }) => channel === 'sns');
    const bySlack = calls.find(({ channel }) => channel === 'slack');
    return bySns && bySlack ? { bySns, bySlack } : undefined;
  };
  const { bySns, bySlack } = await until('the contact is called', told, patience(teller));
  const since = (at: string) => after(began.getTime(), Date.parse(at));
  teller.row(since(bySns.at), 'sent', `SNS: ${bySns.subject}`);
  teller.row(since(bySlack.at), 'sent', `Slack ${bySlack.body?.channel}: ${bySlack.body?.text}`);
}

const sameAs = (now: Served | undefined, before: Served | undefined): boolean =>
  now?.body === before?.body && now?.contentType === before?.contentType && now?.cacheControl === before?.cacheControl;
