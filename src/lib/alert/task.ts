import type { Releases } from '../deploy/release.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { Records } from './records.ts';
import type { TellDeps } from './tell-notice.ts';

/** Something to be told over both channels; either may run again. */
export interface Task {
  sns(): Promise<void>;
  slack(): Promise<void>;
}

/** What the alerter needs: the records as they are now, the snapshot store for diffs, the channels and their memory. */
export interface AlerterDeps extends TellDeps {
  readonly records: Records;
  readonly snapshots: Pick<Snapshots, 'get'>;
  /** By which release a version came to production, where a deploy noted that. */
  readonly changeOf: Releases['changeOf'];
  /** The address of an incident's review page, which only shows. */
  readonly review: (incident: string) => Promise<string>;
}
