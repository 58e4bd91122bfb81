import type { Read } from '../reconcile/read-version.ts';
import type { SiteRecord } from '../site/site-record.ts';
import { NO_PAST } from './past.ts';
import { replay, takeAccepted, type Replayed } from './replay.ts';

/** A page's versions, wherever they were kept. */
export interface PageHistory {
  /** What people call it: its key, its path, or its folder. */
  readonly name: string;
  /** The key as which it is judged. */
  readonly key: string;
  /** `last`: all before the last count as accepted. */
  readonly judges: 'each' | 'last';
  /** Oldest first, read one by one. */
  versions(): AsyncIterable<Read>;
}

/** What replaying a page's history said. */
export interface ReplayedHistory {
  readonly page: string;
  /** Those that were judged, oldest first. */
  readonly judged: readonly Replayed[];
  /** Those that count as accepted, and came before. */
  readonly given: readonly Replayed[];
}

/** Replays a page's history; holds the contents of at most as many versions as judging remembers, and one more. */
export async function replayHistory(
  history: PageHistory,
  site: SiteRecord,
  progress: (versions: number) => void,
): Promise<ReplayedHistory> {
  const page = { name: history.name, key: history.key, site };
  const judged: Replayed[] = [];
  const given: Replayed[] = [];
  let past = NO_PAST;
  const go = (version: Read, way: typeof replay, to: Replayed[]) => {
    const step = way(past, version, page);
    past = step.past;
    to.push(step.replayed);
    progress(past.count);
  };
  let held: Read | undefined;
  for await (const version of history.versions()) {
    if (history.judges === 'each') go(version, replay, judged);
    else if (held) go(held, takeAccepted, given);
    held = version;
  }
  if (held && history.judges === 'last') go(held, replay, judged);
  return { page: history.name, judged, given };
}
