import { releasesModel } from '../../fakes/releases-model.ts';
import { exampleSite, type world } from '../../world.ts';
import { guarded } from '../guarded.ts';
import { run } from '../run.ts';

export const KEY = 'index.html';
export const SITES = [exampleSite()];

/** A guarded site whose bucket, stores and distribution the command line has as well. */
export function pastWorld(options: Parameters<typeof world>[0] = {}) {
  const { guard, stack } = guarded(options);
  // What is uploaded lies behind whoever looks back.
  guard.clock.advance(-60 * 60 * 1000);
  const { registry, snapshots, histories } = guard.deps;
  const releases = releasesModel();
  stack.stores = { registry, snapshots, histories, releases: releases.releases };
  stack.targets.set('demo-prod', guard.s3);
  stack.edge.origin = (path) => {
    const key = path === '/' ? KEY : path.slice(1);
    return guard.s3.live(key) ? { text: guard.served(key) } : { status: 404, text: '' };
  };
  return {
    guard,
    stack,
    releases: releases.releases,
    /** Uploads each page when the one before it was looked at; gives what S3 keeps of them. */
    async upload(...pages: string[]) {
      const uploaded = [];
      for (const html of pages) {
        uploaded.push(guard.upload(KEY, html));
        await guard.look(KEY);
      }
      return uploaded;
    },
    /** Looks until nothing moves any more. */
    async settle() {
      for (let look = 0; look < 4; look += 1) await guard.look(KEY);
    },
    history: (args: string[] = [], how: Record<string, unknown> = {}) =>
      run(stack, SITES, 'history', { args: ['demo', KEY, ...args], options: how }),
    restore: (to: string, how: Record<string, unknown> = {}, answer?: 'dry-run' | 'no') =>
      run(stack, SITES, 'history restore', {
        args: ['demo', KEY],
        options: { to, reason: 'back to the spring version', ...how },
        ...(answer && { answer }),
      }),
  };
}
