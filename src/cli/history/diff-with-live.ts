import type { DiffShape } from '../../lib/api/incident-shapes.ts';
import { storedText } from '../../lib/page/stored-text.ts';
import type { Content } from '../../lib/site/bucket.ts';
import type { Site } from '../../lib/site/site.ts';
import { diffPages } from '../../lib/verdict/diff.ts';
import type { Session } from '../command.ts';
import { done, type Outcome } from '../outcome.ts';
import { printable } from '../printable.ts';
import { showDiff, sizeOfDiff } from '../show-diff.ts';
import { contentOfPast, findVersion, versionName } from './find-version.ts';
import type { Place } from './read-past.ts';

const USUAL_LINES = 50;
const ALL_LINES = 100_000;

/** What changed from an old version of a page to the one that is live. */
export async function diffWithLive(
  { site, key }: Place,
  { version: text, all }: { readonly version: string; readonly all: boolean },
  session: Session,
): Promise<Outcome> {
  const { operator } = session;
  const bucket = operator.target(site.production.bucket);
  const version = await findVersion({ site, key }, text, session);
  const sources = { bucket, snapshots: operator.stores.snapshots };
  const [before, live] = await Promise.all([
    contentOfPast({ site, key }, version, ['accepted', 'replaced', 'rejected'], sources),
    bucket.live(key, site.policy.limits.bytes),
  ]);
  const after = live?.bytes && { bytes: live.bytes, headers: live.headers, storedAs: live.storedAs };
  const diff = differing(site, key, { before, after, maxLines: all ? ALL_LINES : USUAL_LINES });
  const heading = printable(`from ${versionName(version)} to what is live: ${sizeOfDiff(diff)}`);
  const hint = diff.kind === 'hunks' && diff.cut && !all ? ['All of it: --all'] : [];
  return done({ site: site.name, page: key, version, diff }, [heading, showDiff(diff), ...hint].join('\n'));
}

function differing(
  site: Site,
  key: string,
  { before, after, maxLines }: { before: Content | undefined; after: Content | undefined; maxLines: number },
): DiffShape {
  if (!before) return none('that version is neither in the bucket nor in the snapshot store (any more).');
  if (!after) return none('nothing is live, or it is too large to be read.');
  const [old, young] = [before, after].map((content) => storedText(content, key, site.policy.limits));
  if (old === undefined || young === undefined) return none('one of the two cannot be read as text.');
  const { hunks, ...counts } = diffPages(old, young, { context: 3, maxLines });
  if (hunks.length === 0) return none('the lines are the same; headers, line ends or encodings may differ.');
  return { kind: 'hunks', ...counts, hunks: hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })) };
}

const none = (reason: string): DiffShape => ({ kind: 'none', reason });
