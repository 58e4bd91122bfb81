import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { jsonLines } from '../capture/captured-resource.ts';
import type { Metadata } from '../capture/entry.ts';
import type { Blob, CaptureName, CaptureReader, CaptureStore, CaptureWriter } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';
import { contentFolder, type ContentFolder } from './capture-content.ts';
import { lineFile, type LineFile } from './capture-index.ts';
import { captureTree } from './capture-tree.ts';
import { isAbsent } from './file-failure.ts';
import { sweepOf, writersLock } from './capture-folder-sweep.ts';
import {
  captureSegment,
  isCaptureName,
  metadataIn,
  METADATA_FILE,
  notSealed,
  refuseToBegin,
  UNSEALED,
} from './capture-name.ts';

const NOTES = 'notes.ndjson';
const LARGEST_DOCUMENT = 64 * 1024 * 1024;

/** Captures in a folder that only its owner can read. Their files are hard links to the one copy in `store/`. */
export function captureFolder(root: string): CaptureStore {
  const content = contentFolder(path.join(root, 'store'));
  const at = (name: string) => path.join(root, captureSegment(name));
  return {
    place: root,
    async list() {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      const names = entries.filter((each) => each.isDirectory() && isCaptureName(each.name)).map(({ name }) => name);
      const found = await Promise.all(names.map((name) => named(name, at(name))));
      return found.flatMap((each) => each ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },
    read: (name) => readerOf(name, at(name), content),
    write: (name, how) => writerOf(name, { root, folder: at(name), content, how }),
    sweep: () => sweepOf({ root, content, at }),
  };
}

/** When a capture was sealed, or last noted something; `undefined` for a folder that is none. */
async function named(name: string, folder: string): Promise<CaptureName | undefined> {
  const [sealed, noted, begun] = await Promise.all(
    [METADATA_FILE, path.join(UNSEALED, NOTES), UNSEALED].map((file) =>
      stat(path.join(folder, file)).catch(() => undefined),
    ),
  );
  const at = (sealed ?? noted ?? begun)?.mtime.toISOString();
  return at === undefined ? undefined : { name, sealed: sealed !== undefined, at };
}

async function readerOf(name: string, folder: string, content: ContentFolder): Promise<CaptureReader> {
  const metadata = await sealedMetadata(name, folder);
  return {
    place: folder,
    metadata,
    has: (blob) => content.has(blob),
    stream: (blob) => content.stream(blob),
    shows: (relative, blob) => content.isAt(path.join(folder, relative), blob),
    async bytes(blob) {
      if (blob.bytes > LARGEST_DOCUMENT)
        throw new HoldfastError('CAPTURE.LARGE', `A document of ${blob.bytes} bytes is not read whole.`);
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.stream(blob)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

async function sealedMetadata(name: string, folder: string): Promise<Metadata> {
  const file = path.join(folder, METADATA_FILE);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (text !== undefined) return metadataIn(text, file);
  throw notSealed(name, folder, await there(folder, UNSEALED));
}

async function writerOf(
  name: string,
  { root, folder, content, how }: { root: string; folder: string; content: ContentFolder; how: 'new' | 'resume' },
): Promise<CaptureWriter> {
  const own = path.join(folder, UNSEALED);
  // One that was killed right after it was sealed has both.
  const begun = (await there(folder, UNSEALED)) && !(await there(folder, METADATA_FILE));
  refuseToBegin(name, how, { begun, sealed: !begun && (await there(folder, '.')), place: root });
  await mkdir(own, { recursive: true, mode: 0o700 });
  await writeFile(path.join(root, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => {});
  const release = await writersLock(root, name);
  const halves = path.join(own, 'half-written');
  // Of a writer that was killed.
  await rm(halves, { recursive: true, force: true });
  await mkdir(halves, { mode: 0o700 });
  const notesFile = path.join(own, NOTES);
  const notes = await lineFile(notesFile);
  const tree = captureTree(folder, own);
  const place = async (relative: string, blob: Blob) => tree.place(relative, content.pathOf(blob.sha256));
  const indexes = new Map<string, LineFile>();
  const closeAll = () => Promise.all([notes, ...indexes.values()].map((file) => file.close()));
  return {
    name,
    keep: (body) => content.keep(body, halves),
    has: (blob) => content.has(blob),
    place,
    async index(relative, earlier) {
      const part = path.join(own, `${createHash('sha256').update(relative).digest('hex')}.ndjson`);
      // Of a try that failed.
      await indexes.get(part)?.close();
      const lines = await lineFile(part, earlier);
      indexes.set(part, lines);
      return {
        ...lines,
        async end() {
          await lines.close();
          const blob = await content.keep(createReadStream(part), halves);
          const file = { path: await place(relative, blob), ...blob };
          return file;
        },
      };
    },
    note: (entry) => notes.append([entry]),
    notes: () => jsonLines(createReadStream(notesFile)),
    async seal(metadata) {
      const half = path.join(own, METADATA_FILE);
      await writeFile(half, `${JSON.stringify(metadata, undefined, 2)}\n`, { mode: 0o600, flush: true });
      await closeAll();
      await rename(half, path.join(folder, METADATA_FILE));
      await release();
      await rm(own, { recursive: true, force: true });
    },
    async release() {
      await closeAll();
      await release();
    },
  };
}

function there(folder: string, name: string): Promise<boolean> {
  return stat(path.join(folder, name)).then(
    () => true,
    () => false,
  );
}
