import pMap from 'p-map';
import { HoldfastError } from '../lib/errors.ts';
import type { Session } from './command.ts';
import { counted } from './printable.ts';

/** How often, and for about a minute in all: a page takes seconds. */
const EVERY_MS = 2000;
const ROUNDS = 30;
const AT_ONCE = 5;

/** Waits until nothing of these pages is under way any more; gives those of which that was not seen within a minute. */
export async function waitForPages(
  site: string,
  pages: readonly string[],
  session: Pick<Session, 'operator' | 'progress' | 'wait'>,
): Promise<readonly string[]> {
  let pending = pages;
  for (let round = 0; round < ROUNDS; round += 1) {
    pending = await stillUnderWay(site, pending, session);
    if (pending.length === 0) return pending;
    session.progress(`waiting for ${counted(pending.length, 'page')}`);
    await session.wait(EVERY_MS);
  }
  return pending;
}

async function stillUnderWay(site: string, pages: readonly string[], { operator }: Pick<Session, 'operator'>) {
  const looked = await pMap(pages, async (page) => ({ page, busy: await isUnderWay(site, page, operator) }), {
    concurrency: AT_ONCE,
  });
  return looked.filter(({ busy }) => busy).map(({ page }) => page);
}

/** What cannot be read for a moment is not over: the decision stands, whatever becomes of the watching. */
async function isUnderWay(site: string, page: string, { api }: Session['operator']): Promise<boolean> {
  try {
    return (await api.page(site, page)).state === 'restoring';
  } catch (error) {
    if (error instanceof HoldfastError) return true;
    throw error;
  }
}
