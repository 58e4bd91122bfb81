import type { Content } from '../site/bucket.ts';
import type { Site, Target } from '../site/site.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Obstacle } from './obstacle.ts';
import type { Proof } from './proof.ts';
import type { Release, ReleasedFile } from './release.ts';

/** What is live at the target where a file goes. */
export interface Overwritten {
  readonly identity: string;
  readonly etag: string;
  readonly versionId: string;
}

/** One file that a release writes. */
export interface Planned extends ReleasedFile {
  /** The full key at the target. */
  readonly key: string;
  /** SHA-256 of the bytes as visitors get them. */
  readonly plain: string;
  readonly over?: Overwritten;
  /** Reads what is written: bytes may be many, so they are read when their turn comes. */
  load(): Promise<Content>;
}

/** A finding of the guard about a page that would be written. */
export interface PageFinding extends Finding {
  readonly path: string;
}

/** A page that would change, as text: what is live, and what would be. */
export interface ChangedPage {
  readonly path: string;
  readonly live: string;
  readonly candidate: string;
}

/** A page for which production is ahead, as those are told who are called for it. */
export interface Ahead extends Omit<ChangedPage, 'path'> {
  /** Its key in production. */
  readonly key: string;
  /** The same whenever the same is met. */
  readonly says: string;
}

/** All that is known before anything is written: nothing was, and looking again may give something else. */
export interface Inspection {
  readonly site: Site;
  readonly target: Target;
  /** As it would be begun. */
  readonly release: Release;
  /** It was begun before, and is gone on with. */
  readonly resumes: boolean;
  /** In the order of writing: assets first. What is at the target already is named, and not written again. */
  readonly planned: readonly Planned[];
  readonly proofs: readonly Proof[];
  readonly obstacles: readonly Obstacle[];
  readonly findings: readonly PageFinding[];
  readonly ahead: readonly Ahead[];
  readonly changed: readonly ChangedPage[];
}

/** Whether a person must say yes: something is lost, or the guard finds something. */
export function needsPerson({ proofs, findings }: Pick<Inspection, 'proofs' | 'findings'>): boolean {
  return findings.length > 0 || proofs.some(({ features }) => features.lost.length > 0);
}

/** Whether the target has everything already. */
export function isThere({ planned }: Pick<Inspection, 'planned'>): boolean {
  return planned.every(({ identity, over }) => over?.identity === identity);
}
