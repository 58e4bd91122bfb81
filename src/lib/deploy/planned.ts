import type { Version } from '../site/version.ts';
import type { Planned } from './inspection.ts';
import type { Obstacle } from './obstacle.ts';
import type { Release } from './release.ts';

/** What a release that is gone on with may overwrite is what it found when it began. */
export function asRecorded(file: Planned, release: Release | undefined): Planned {
  if (!release) return file;
  return { ...file, replaces: release.files.find(({ path }) => path === file.path)?.replaces };
}

/** A file as its release records it. */
export function recorded({
  path,
  kind,
  identity,
  sha256: digest,
  size,
  replaces,
  base,
}: Planned): Release['files'][number] {
  return {
    path,
    kind,
    identity,
    sha256: digest,
    size,
    ...(replaces !== undefined && { replaces }),
    ...(base !== undefined && { base }),
  };
}

/** What is at the target where a file goes. */
export const overOf = (over: Version | undefined): Pick<Planned, 'over' | 'replaces'> =>
  over
    ? { over: { identity: over.identity, etag: over.etag, versionId: over.versionId }, replaces: over.identity }
    : {};

/** D5 where what would be overwritten cannot be kept first. */
export function tooLarge(path: string, over: Version | undefined): Obstacle[] {
  if (!over || over.bytes) return [];
  const says = `What it would overwrite has ${over.size} bytes: too many to be kept first.`;
  return [{ rule: 'D5', path, says, next: 'Copy it away and delete it there yourself, then deploy again.' }];
}
