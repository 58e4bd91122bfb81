import { canonicalJson } from './canonical.ts';
import type { CapturedResource } from './captured-resource.ts';
import type { FileEntry } from './entry.ts';
import { keyOf, type Resource } from './resource.ts';
import type { SecretBook, SecretReference } from './secrets.ts';
import type { Sink } from './sink.ts';
import type { Blob, CaptureWriter } from './store.ts';
import { tagsIn } from './tags-in.ts';

/** What a sink was given of a resource. */
export interface Taken {
  readonly files: readonly FileEntry[];
  readonly objects: number;
  readonly bytes: number;
  readonly reused: number;
  /** Absent where it has none. */
  readonly secrets?: SecretReference[];
  /** As its documents say them, where its service does not tell them with its list. */
  readonly tags?: Record<string, string>;
}

/** The file of a resource that has its secrets by reference, encrypted for a KMS key. Never compared: it differs each time. */
export const ENCRYPTED_SECRETS = 'secrets.encrypted.json';

/** How much is done, told while it goes on. */
export type Tally = (done: { objects: number; bytes: number }) => void;

export interface SinkDeps {
  readonly writer: Pick<CaptureWriter, 'name' | 'keep' | 'has' | 'place' | 'index'>;
  readonly secrets: SecretBook;
  readonly fetches: boolean;
  readonly previous: CapturedResource | undefined;
  readonly tally: Tally;
}

/** A sink for one try at one resource, and what it was given. */
export function sinkOf(
  resource: Resource,
  deps: SinkDeps,
): { readonly sink: Sink; readonly end: () => Promise<Taken> } {
  const { writer, secrets, fetches, previous, tally } = deps;
  const files = new Map<string, FileEntry>();
  const encrypted: Record<string, string> = {};
  const needed = new Map<string, SecretReference>();
  const total = { objects: 0, bytes: 0, reused: 0 };
  let tags = resource.tags;
  const at = (path: string) => `${resource.folder}/${path}`;
  const placed = async (path: string, blob: Blob): Promise<FileEntry> => {
    const file = { path: await writer.place(at(path), blob), sha256: blob.sha256, bytes: blob.bytes };
    files.set(file.path, file);
    total.bytes += blob.bytes;
    tally({ objects: 0, bytes: blob.bytes });
    return file;
  };
  const sink: Sink = {
    capture: writer.name,
    previous,
    fetches,
    async json(path, document) {
      tags ??= tagsIn(path, document);
      return placed(path, await writer.keep(Buffer.from(canonicalJson(document))));
    },
    bytes: async (path, body) => placed(path, await writer.keep(body)),
    async reuse(path, { sha256, bytes }) {
      if (!(await writer.has({ sha256, bytes }))) return undefined;
      total.reused += bytes;
      return placed(path, { sha256, bytes });
    },
    async index(path, earlier) {
      const index = await writer.index(at(path), earlier);
      return {
        last: index.last,
        lines: index.lines,
        append: (lines) => index.append(lines),
        async end() {
          const file = await index.end();
          files.set(file.path, file);
          return file;
        },
      };
    },
    keep: (body) => writer.keep(body),
    has: (blob) => writer.has(blob),
    place: (path, blob) => writer.place(at(path), blob),
    count(objects, bytes, reused) {
      total.objects += objects;
      total.bytes += bytes;
      total.reused += reused;
      tally({ objects, bytes });
    },
    async secret(name, value) {
      const reference = secrets.hide(`${keyOf(resource)}/${name}`, value);
      needed.set(reference.ref, reference);
      if (secrets.encrypt) encrypted[reference.ref] = await secrets.encrypt(reference.ref, value);
      return reference;
    },
  };
  return {
    sink,
    async end() {
      if (Object.keys(encrypted).length > 0) await sink.json(ENCRYPTED_SECRETS, encrypted);
      const named = [...needed.values()].toSorted((a, b) => (a.ref < b.ref ? -1 : 1));
      return {
        files: [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
        ...total,
        ...(named.length > 0 && { secrets: named }),
        ...(tags && { tags }),
      };
    },
  };
}
