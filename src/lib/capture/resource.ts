/** One thing of an estate: a bucket, a function, a zone. */
export interface Resource {
  /** The name of the service that knows it, e.g. `lambda`. */
  readonly service: string;
  /** What names it for good within its service and region: a bucket's name, a distribution's id. */
  readonly id: string;
  /** What people call it; the id where it has no name of its own. */
  readonly name: string;
  /** `global` where the service has no regions. */
  readonly region: string;
  /** Its tags, where the service tells them with its list. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Where it is within a capture, without slashes at its ends: `lambda-functions/booking`. */
  readonly folder: string;
}

/** What tells a resource from all others of a capture: `lambda/booking`, with `@region` behind a name outside the home region. */
export type ResourceKey = string;

/** The key of a resource: its service, and what its folder ends with. */
export function keyOf({ service, folder }: Pick<Resource, 'service' | 'folder'>): ResourceKey {
  return `${service}/${folder.slice(folder.indexOf('/') + 1)}`;
}

/**
 * A folder for a resource: `below` the service's own, named after it, and after its region where that is not the home region.
 * Whatever the name has, the folder is one segment that every file system takes.
 */
export function folderOf(below: string, name: string, region: string, home: string): string {
  const where = region === home || region === 'global' ? '' : `@${region}`;
  return `${below}/${segmentOf(name)}${where}`;
}

const UNSAFE = /[^A-Za-z0-9._=+,() -]/gu;
const LONGEST = 150;

/** A name as one segment of a path: what file systems or shells take badly is percent-encoded, as are `.` and `..`. */
export function segmentOf(name: string): string {
  const safe = name.replace(UNSAFE, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
  if (/^\.{1,2}$/.test(safe) || safe === '') return safe.replaceAll('.', '%2E') || '%';
  return safe.length <= LONGEST ? safe : `${safe.slice(0, LONGEST)}~${Buffer.from(name).toString('hex').slice(-16)}`;
}
