import pMap from 'p-map';
import { reconcile, type ReconcileDeps } from './reconcile.ts';
import type { Hint } from './upload/notice.ts';
import { noticesOf } from './upload/notices.ts';
import { pagesOf, type Named, type SiteAddress } from './upload/pages-of.ts';

/** A message of the uploads queue. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

export interface TakeDeps {
  readonly sites: readonly SiteAddress[];
  readonly depsOf: (site: string) => ReconcileDeps | undefined;
  readonly log: Readonly<
    Record<'warn' | 'error', (message: string, details: Readonly<Record<string, unknown>>) => void>
  >;
}

/** Looks at a time in one function: a whole batch, so that its purges come together. Large pages take turns. */
const AT_ONCE = 10;

/**
 * Looks at every page that the messages name, each page once. Gives back the ids of the messages that are to come
 * again: their page failed or keeps changing, or they could not be understood and belong into the dead-letter queue.
 */
export async function takeUploads(messages: readonly Message[], deps: TakeDeps): Promise<string[]> {
  const understood = messages.map((message) => ({ id: message.id, hints: hintsOf(message, deps) }));
  const named = understood.flatMap(({ hints }) => hints ?? []);
  tellOfStrangers(named, deps);
  const pages = pagesOf(named, deps.sites);
  const failed = new Set<string>();
  await pMap(
    pages,
    async (page) => {
      if (!(await looked(page, deps))) failed.add(nameOf(page));
    },
    { concurrency: AT_ONCE },
  );
  const again = (hints: readonly Hint[]) => pagesOf(hints, deps.sites).some((page) => failed.has(nameOf(page)));
  return understood.filter(({ hints }) => !hints || again(hints)).map(({ id }) => id);
}

const nameOf = ({ ref }: Named): string => JSON.stringify([ref.site, ref.key]);

function hintsOf({ id, body }: Message, { log }: TakeDeps): Hint[] | undefined {
  try {
    return noticesOf(body);
  } catch (error) {
    log.error('message not understood', { id, error });
    return undefined;
  }
}

/** A look that was asked for by a site's name, before the site was taken out of the stack: nobody will take it. */
function tellOfStrangers(hints: readonly Hint[], { sites, log }: TakeDeps): void {
  for (const hint of hints) {
    if (hint.kind === 'ask' && !sites.some(({ name }) => name === hint.ref.site)) {
      log.warn('no such site in this stack: not looked at', { ...hint.ref });
    }
  }
}

async function looked({ ref, notices }: Named, { depsOf, log }: TakeDeps): Promise<boolean> {
  const deps = depsOf(ref.site);
  if (!deps) return true;
  try {
    const outcome = await reconcile(ref, { notices }, deps);
    if (outcome === 'again') log.warn('page keeps changing', { ...ref });
    return outcome === 'done';
  } catch (error) {
    log.error('look failed', { ...ref, error });
    return false;
  }
}
