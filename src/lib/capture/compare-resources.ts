import { HoldfastError } from '../errors.ts';
import type { CapturedResource } from './captured-resource.ts';
import type { Change } from './change.ts';
import { compareDocuments } from './compare-documents.ts';
import type { FileEntry } from './entry.ts';
import type { Service } from './service.ts';
import { ENCRYPTED_SECRETS } from './sink-of.ts';

/** Files that differ each time without the resource having changed. */
const NEVER = new Set(['observed.json', ENCRYPTED_SECRETS]);

/**
 * What differs between two captures of one resource: as its service says, else file by file, JSON by what it says and
 * everything else by its hash.
 */
export async function* compareResources(
  before: CapturedResource,
  after: CapturedResource,
  service: Pick<Service, 'compare'>,
): AsyncIterable<Change> {
  if (service.compare) {
    yield* service.compare(before, after);
    return;
  }
  for (const file of filesOf(before, after)) yield* await compareFile(file, before, after);
}

/** Paths below the resources' own folders of all files that are compared, in order. */
export function filesOf(...resources: readonly CapturedResource[]): readonly string[] {
  const paths = resources.flatMap(({ entry }) => entry.files.map(({ path }) => path.slice(entry.folder.length + 1)));
  return [...new Set(paths)].filter((path) => !NEVER.has(path)).toSorted();
}

/** What differs in one file of a resource. */
export async function compareFile(
  file: string,
  before: CapturedResource,
  after: CapturedResource,
): Promise<readonly Change[]> {
  const [left, right] = [before.file(file), after.file(file)];
  if (!left && !right) return [];
  if (!left) return [{ file, kind: 'added', path: '', ...(right && { after: sizeOf(right) }) }];
  if (!right) return [{ file, kind: 'removed', path: '', before: sizeOf(left) }];
  if (left.sha256 === right.sha256) return [];
  const documents = file.endsWith('.json') ? await both(file, before, after) : undefined;
  if (documents) return compareDocuments(file, ...documents);
  return [{ file, kind: 'changed', path: '', before: sizeOf(left), after: sizeOf(right) }];
}

/** `undefined` where one of them is no JSON, or larger than is read whole: their hashes tell. */
async function both(file: string, before: CapturedResource, after: CapturedResource) {
  try {
    return [await before.json(file), await after.json(file)] as const;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof HoldfastError && error.code === 'CAPTURE.LARGE'))
      return undefined;
    throw error;
  }
}

function sizeOf({ bytes, sha256 }: FileEntry): string {
  return `${bytes} bytes, sha256 ${sha256.slice(0, 16)}`;
}
