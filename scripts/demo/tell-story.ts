import { giveAccount } from './account.ts';
import { bookingPage, staleCopy, withoutCheckout } from './booking-page.ts';
import { overrideByApi, restoreByApi } from './by-api.ts';
import { overrideByLink } from './by-link.ts';
import type { Caller } from './caller.ts';
import type { Served } from './outsider.ts';
import { putAssets, putBad, putGood, type StoryDeps } from './story.ts';
import { after, painted } from './teller.ts';
import { insist } from './until.ts';

/** What the whole story needs; `snapshots` is the snapshot bucket by name. */
type Deps = StoryDeps & { readonly caller: Caller; readonly snapshots: string };

/** Tells the story of one page, chapter by chapter, and leaves it with all its features. */
export async function tellStory(key: string, deps: Deps): Promise<void> {
  await guardAndDecide(key, deps);
  await decideByLink(key, deps);
}

/** A stale copy is undone; then a person says that it was right. */
async function guardAndDecide(key: string, deps: Deps): Promise<void> {
  const { teller } = deps;
  const good = served(bookingPage);
  teller.chapter('A good version goes live');
  await putAssets(deps);
  await putGood(key, good, deps);
  teller.chapter('Somebody copies an old index.html over it, as `aws s3 cp` would');
  const happened = await putBad(key, good, served(staleCopy), deps);
  await giveAccount(happened, deps);
  await overrideByApi(happened, deps);
}

/** A feature is removed on purpose and undone; an approver says in the browser that it was right, and thinks again. */
async function decideByLink(key: string, deps: Deps): Promise<void> {
  const { teller } = deps;
  const good = served(bookingPage);
  teller.chapter('The page gets its features back, and loses one of them on purpose');
  await putGood(key, good, deps);
  const happened = await putBad(key, good, served(withoutCheckout), deps);
  const { uploadedAt, liveAgainAt, incident } = happened;
  const [finding, ...others] = incident.findings;
  insist(finding?.code === 'token.lost' && others.length === 0, 'one lost feature is found');
  teller.row(after(uploadedAt.getTime(), Date.parse(incident.openedAt)), 'found', painted('bad', finding.says));
  teller.row(after(uploadedAt.getTime(), liveAgainAt.getTime()), 'restored', 'the version before it is live again');
  await overrideByLink(happened, deps);
  await restoreByApi(happened, deps);
}

/** Every version is of an edition of its own: none is equal to one of an earlier run. */
function served(version: (edition: string) => string): Served {
  const edition = new Date().toISOString();
  return { body: version(edition), contentType: 'text/html; charset=utf-8', cacheControl: 'max-age=3600' };
}
