import type { InspectDeps } from '../../lib/deploy/inspect-deps.ts';
import type { RollbackDeps } from '../../lib/deploy/rollback-release.ts';
import type { LostDeps } from '../../lib/deploy/lost.ts';
import type { WriteDeps } from '../../lib/deploy/write-release.ts';
import type { Site, Target } from '../../lib/site/site.ts';
import type { Session } from '../command.ts';
import { printable } from '../printable.ts';

/** What a deploy works with. */
export type DeploySession = Pick<Session, 'operator' | 'now' | 'wait' | 'progress' | 'ask'>;

/** What inspecting reads, with the deployer's own rights. */
export function inspectDeps({ production, staging = production }: Site, session: DeploySession): InspectDeps {
  const { operator, now, wait, progress } = session;
  const { registry, snapshots, histories, releases } = operator.stores;
  return {
    registry,
    snapshots,
    histories,
    releases,
    production: operator.target(production.bucket),
    staging: operator.target(staging.bucket),
    api: operator.api,
    now,
    wait,
    progress: (text) => progress(printable(text)),
  };
}

/** What writing to a target needs, undoing it, and telling what came in between. */
export function writeDeps({ bucket }: Target, session: DeploySession): WriteDeps & LostDeps & RollbackDeps {
  const { operator, now, progress } = session;
  const { snapshots, releases } = operator.stores;
  return { bucket: operator.target(bucket), snapshots, releases, now, progress: (text) => progress(printable(text)) };
}
