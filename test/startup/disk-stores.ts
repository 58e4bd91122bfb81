import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bucket, Content } from '../../src/lib/site/bucket.ts';
import type { Snapshots } from '../../src/lib/site/snapshots.ts';
import { identify, sha256, type ServedHeaders, type Version } from '../../src/lib/site/version.ts';

const HEADERS: ServedHeaders = { contentType: 'text/html', metadata: {} };

/** A bucket of one page whose versions are files, so that what is stored takes no memory of the process. */
export interface DiskBucket {
  readonly bucket: Bucket;
  /** Makes a file the live version, one second after the one before. */
  readonly upload: (file: string) => void;
}

/** Makes an empty bucket; what the guard writes is put into `folder`. */
export function diskBucket(folder: string): DiskBucket {
  const files: { file: string; mark?: number }[] = [];
  const listed = (index: number) => ({
    versionId: `v${index}`,
    etag: files[index]?.file ?? '',
    lastModified: new Date(Date.UTC(2026, 10, 21, 9, 0, index)).toISOString(),
    deleted: false as const,
  });
  const live = () => listed(files.length - 1);
  return {
    upload: (file) => void files.push({ file }),
    bucket: {
      async *versions() {
        for (let index = files.length - 1; index >= 0; index -= 1) yield listed(index);
      },
      get: async (_, versionId) => {
        const index = Number(versionId.slice(1));
        const { file = '', mark } = files[index] ?? {};
        return { ...listed(index), ...read(file), ...(mark !== undefined && { mark }) };
      },
      put: async (_, content, mark, condition) => {
        if (!('ifMatch' in condition) || condition.ifMatch !== live().etag) return 'lost';
        const file = path.join(folder, `written-${mark}`);
        writeFileSync(file, content.bytes);
        files.push({ file, mark });
        return 'done';
      },
      delete: () => Promise.reject(new Error('nothing is deleted here')),
      head: async () => live(),
    },
  };
}

function read(file: string): Omit<Version, 'versionId' | 'etag' | 'lastModified' | 'deleted'> {
  const bytes = readFileSync(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const facts = { sha256: digest, size: bytes.length, bytes, headers: HEADERS, storedAs: {} };
  return { ...facts, identity: identify(digest, HEADERS) };
}

/** A snapshot store of files. */
export function diskSnapshots(folder: string): Snapshots {
  const at = (...names: string[]) => path.join(folder, names.join('-'));
  return {
    put: async (shelf, site, identity, { bytes }) => writeFileSync(at(shelf, site, identity), bytes),
    get: async (shelf, site, identity): Promise<Content | undefined> => {
      const file = at(shelf, site, identity);
      if (!existsSync(file)) return undefined;
      const bytes = readFileSync(file);
      if (identify(sha256(bytes), HEADERS) !== identity) throw new Error('the snapshot is not itself');
      return { bytes, headers: HEADERS, storedAs: {} };
    },
  };
}
