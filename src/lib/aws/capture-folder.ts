import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { jsonLines } from '../capture/captured-resource.ts';
import { METADATA, type Metadata } from '../capture/entry.ts';
import type { Blob, CaptureReader, CaptureStore, CaptureWriter } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';
import { contentFolder, type ContentFolder } from './capture-content.ts';
import { lineFile } from './capture-index.ts';
import { isAbsent } from './file-failure.ts';
import { lockTaken } from './file-lock.ts';

const METADATA_FILE = 'SNAPSHOT-METADATA.json';
/** Below an unsealed capture: its notes, and its unfinished indexes. */
const UNSEALED = '.unsealed';
const LARGEST_DOCUMENT = 64 * 1024 * 1024;

/** Captures in a folder that only its owner can read. Their files are hard links to the one copy in `store/`. */
export function captureFolder(root: string): CaptureStore {
  const content = contentFolder(path.join(root, 'store'));
  const at = (name: string) => path.join(root, segment(name));
  return {
    place: root,
    async list() {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      const names = entries.filter((each) => each.isDirectory() && each.name !== 'store').map(({ name }) => name);
      const found = await Promise.all(
        names.map(async (name) => ({
          name,
          sealed: await there(at(name), METADATA_FILE),
          begun: await there(at(name), UNSEALED),
        })),
      );
      return found
        .filter(({ sealed, begun }) => sealed || begun)
        .map(({ name, sealed }) => ({ name, sealed }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    read: (name) => readerOf(name, at(name), content),
    write: (name, how) => writerOf(name, { root, folder: at(name), content, how }),
  };
}

async function readerOf(name: string, folder: string, content: ContentFolder): Promise<CaptureReader> {
  const metadata = await sealedMetadata(name, folder);
  return {
    place: folder,
    metadata,
    has: (blob) => content.has(blob),
    stream: (blob) => content.stream(blob),
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
  const text = await readFile(path.join(folder, METADATA_FILE), 'utf8').catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (text === undefined) {
    if (await there(folder, UNSEALED)) {
      const hint = `Finish it: holdfast capture --resume ${name}`;
      throw new HoldfastError('CAPTURE.UNSEALED', `The capture ${name} was never finished.`, { hint });
    }
    const hint = 'See what is there: holdfast capture list';
    throw new HoldfastError('CAPTURE.MISSING', `There is no capture ${folder}.`, { hint });
  }
  try {
    return METADATA.parse(JSON.parse(text));
  } catch (cause) {
    throw new HoldfastError('CAPTURE.DAMAGED', `${path.join(folder, METADATA_FILE)} is not what Holdfast wrote.`, {
      cause,
    });
  }
}

async function writerOf(
  name: string,
  { root, folder, content, how }: { root: string; folder: string; content: ContentFolder; how: 'new' | 'resume' },
): Promise<CaptureWriter> {
  const own = path.join(folder, UNSEALED);
  const begun = await there(folder, UNSEALED);
  if (how === 'new' && (begun || (await there(folder, '.')))) {
    const hint = begun ? `Go on with it: --resume ${name}` : 'Choose another --name.';
    throw new HoldfastError('CAPTURE.EXISTS', `The capture ${name} exists already.`, { hint });
  }
  if (how === 'resume' && !begun) {
    const hint = 'See what is there: holdfast capture list';
    throw new HoldfastError('CAPTURE.MISSING', `There is no unfinished capture ${name} in ${root}.`, { hint });
  }
  await mkdir(own, { recursive: true, mode: 0o700 });
  await writeFile(path.join(root, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => {});
  const release = await lockTaken(path.join(own, 'lock'), {
    patience: 0,
    leftAfter: Number.POSITIVE_INFINITY,
    busy: new HoldfastError('CAPTURE.BUSY', `Another command writes the capture ${name}.`, {
      hint: `Wait until it has ended. If none runs on any machine, remove ${path.join(own, 'lock')}.`,
    }),
  });
  const notesFile = path.join(own, 'notes.ndjson');
  const notes = await lineFile(notesFile);
  const made = new Set<string>();
  const place = async (relative: string, blob: Blob): Promise<string> => {
    const to = await roomFor(folder, relative, made);
    await linkOver(content.pathOf(blob.sha256), path.join(folder, to), own);
    return to;
  };
  return {
    name,
    keep: (body) => content.keep(body),
    has: (blob) => content.has(blob),
    place,
    async index(relative, earlier) {
      const part = path.join(own, `${createHash('sha256').update(relative).digest('hex')}.ndjson`);
      const lines = await lineFile(part, earlier);
      return {
        ...lines,
        async end() {
          await lines.close();
          const blob = await content.keep(createReadStream(part));
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
      await notes.close();
      await rename(half, path.join(folder, METADATA_FILE));
      await release();
      await rm(own, { recursive: true, force: true });
    },
    async release() {
      await notes.close();
      await release();
    },
  };
}

/** Makes the folders of a path, and gives the path that is free for a file: see `CaptureWriter.place`. */
async function roomFor(folder: string, relative: string, made: Set<string>): Promise<string> {
  const segments = relative.split('/');
  const file = segments.pop() ?? '';
  let at = '';
  for (const segment of segments) {
    const next = path.posix.join(at, segment);
    at = made.has(next) ? next : await madeFolder(folder, next);
    made.add(at);
  }
  const to = path.posix.join(at, file);
  const found = await stat(path.join(folder, to)).catch(() => undefined);
  return found?.isDirectory() ? `${to}%` : to;
}

async function madeFolder(folder: string, relative: string): Promise<string> {
  try {
    await mkdir(path.join(folder, relative), { mode: 0o700 });
    return relative;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    const found = await stat(path.join(folder, relative));
    return found.isDirectory() ? relative : madeFolder(folder, `${relative}%`);
  }
}

/** Links a file to a path in one move, in the place of what is there. */
async function linkOver(from: string, to: string, own: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    const aside = path.join(own, `link-${createHash('sha256').update(to).digest('hex')}`);
    await rm(aside, { force: true });
    await link(from, aside);
    await rename(aside, to);
    // Where both were the same file, POSIX has rename do nothing.
    await unlink(aside).catch(() => {});
  }
}

function there(folder: string, name: string): Promise<boolean> {
  return stat(path.join(folder, name)).then(
    () => true,
    () => false,
  );
}

/** A capture's name is one folder below its place. Throws `CAPTURE.NAME`. */
function segment(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) && name !== 'store') return name;
  const hint = 'Use letters, digits, dots, dashes and underscores, at most 100.';
  throw new HoldfastError('CAPTURE.NAME', `"${name.slice(0, 100)}" cannot be the name of a capture.`, { hint });
}
