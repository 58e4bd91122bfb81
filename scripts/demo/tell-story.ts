import { giveAccount } from './account.ts';
import { bookingPage, springPage, staleCopy, summerPage, withoutCheckout } from './booking-page.ts';
import { overrideByApi, restoreByApi } from './by-api.ts';
import { overrideByLink } from './by-link.ts';
import type { Caller } from './caller.ts';
import type { Served } from './outsider.ts';
import { pullInSpring, refusedDeploy } from './refused-deploy.ts';
import { rightWay } from './right-way.ts';
import { putAssets, putBad, putGood, type DeployDeps } from './story.ts';
import { tellChanges } from './tell-changes.ts';
import { after, painted } from './teller.ts';
import { insist } from './until.ts';

/** What the whole story needs; `snapshots` is the snapshot bucket by name. */
type Deps = DeployDeps & { readonly caller: Caller; readonly snapshots: string };

/** Tells the story of one page, chapter by chapter, and leaves it with all its features. */
export async function tellStory(key: string, deps: Deps): Promise<void> {
  const copy = await guardAndDecide(key, deps);
  await decideByLink(key, deps);
  await rightWay(key, await refusedDeploy(key, copy, deps), deps);
}

/** A copy edited from an older version is undone; then a person says that it was right. Gives the copy. */
async function guardAndDecide(key: string, deps: Deps): Promise<Served> {
  const { teller } = deps;
  const spring = newEdition();
  teller.chapter('In spring, a page goes live');
  await putAssets(deps);
  const base = await putGood(key, served(springPage(spring)), deps);
  await pullInSpring(key, served(springPage(spring)), deps);
  teller.chapter('Since then, it gains a crossfade, then payment by card');
  await putGood(key, served(summerPage(newEdition())), deps);
  const good = served(bookingPage(newEdition()));
  await putGood(key, good, deps);
  teller.chapter('Somebody edits a copy from spring, and uploads it, as `aws s3 cp` would');
  const happened = await putBad(key, good, served(staleCopy(spring)), deps);
  await giveAccount(happened, deps);
  await tellChanges(happened, base, deps);
  await overrideByApi(happened, deps);
  return happened.bad;
}

/** A feature is removed on purpose and undone; an approver says in the browser that it was right, and thinks again. */
async function decideByLink(key: string, deps: Deps): Promise<void> {
  const { teller } = deps;
  const good = served(bookingPage(newEdition()));
  teller.chapter('The page gets its features back, and loses one of them on purpose');
  await putGood(key, good, deps);
  const happened = await putBad(key, good, served(withoutCheckout(newEdition())), deps);
  const { uploadedAt, liveAgainAt, incident } = happened;
  const undone = incident.findings.filter(({ severity }) => severity === 'rollback');
  const [finding] = undone;
  insist(finding?.code === 'token.lost' && undone.length === 1, 'it is undone for one lost feature');
  teller.row(after(uploadedAt.getTime(), Date.parse(incident.openedAt)), 'found', painted('bad', finding.says));
  teller.row(after(uploadedAt.getTime(), liveAgainAt.getTime()), 'restored', 'the version before it is live again');
  await overrideByLink(happened, deps);
  await restoreByApi(happened, deps);
}

/** Every version has an edition of its own, and none is equal to one of an earlier run; an edited copy keeps its own. */
const newEdition = (): string => new Date().toISOString();

function served(body: string): Served {
  return { body, contentType: 'text/html; charset=utf-8', cacheControl: 'max-age=3600' };
}
