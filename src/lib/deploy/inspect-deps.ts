import type { ApiClient } from '../api/api-client.ts';
import type { Histories } from '../site/histories.ts';
import type { Registry } from '../site/registry.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { WeighDeps } from '../reconcile/weigh.ts';
import type { Releases } from './release.ts';
import type { TargetBucket } from './target-bucket.ts';

/** Files that are looked at, or written, at once. */
export const AT_ONCE = 8;

/** What inspecting reads of the world; it writes nothing. */
export interface InspectDeps {
  readonly registry: Pick<Registry, 'read' | 'homes'>;
  readonly snapshots: Pick<Snapshots, 'get'>;
  readonly histories: Histories;
  readonly production: TargetBucket;
  readonly staging: TargetBucket;
  readonly api: Pick<ApiClient, 'warnings' | 'incidents' | 'verification'>;
  readonly releases: Pick<Releases, 'read' | 'newest'>;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly progress: (text: string) => void;
}

/** What judging reads, out of that. */
export function weighDeps({ registry, snapshots, histories, production, now }: InspectDeps): WeighDeps {
  return { registry, snapshots, histories, bucket: production, now };
}
