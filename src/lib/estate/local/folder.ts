import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import picomatch from 'picomatch';
import * as z from 'zod';
import { gone } from '../../capture/failure.ts';
import { segmentOf, type Resource } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';
import type { Blob } from '../../capture/store.ts';
import { HoldfastError } from '../../errors.ts';
import { walk, inOrder, type Found } from './walk.ts';

export const INDEX = 'objects.ndjson';

/** A line of the index of a folder. */
export const LINE = z.object({
  /** Below the folder. */
  name: z.string(),
  kind: z.enum(['file', 'folder', 'link']),
  /** Permissions, in octal. */
  mode: z
    .string()
    .regex(/^[0-7]{3,4}$/)
    .optional(),
  target: z.string().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  bytes: z.number().int().nonnegative().optional(),
  /** Where it can be looked at, below the capture. */
  path: z.string().optional(),
});

export type Line = Readonly<z.infer<typeof LINE>>;

const LINES_AT_ONCE = 100;

/** A folder: an index of all that is in it, and its files as they are. Links are noted and not followed. */
export async function captureFolder(
  resource: Resource,
  root: string,
  exclude: readonly string[],
  sink: Sink,
): Promise<void> {
  const about = await lstat(root).catch(() => undefined);
  if (!about) throw gone(resource);
  if (!about.isDirectory()) {
    const hint = 'Name the folder itself: links are not followed.';
    throw new HoldfastError('LOCAL.FOLDER', `${root} is no folder.`, { hint });
  }
  const index = await sink.index(INDEX, (line) => {
    const { bytes } = LINE.parse(line);
    if (bytes !== undefined) sink.count(1, bytes, 0);
  });
  const last = LINE.safeParse(index.last).data?.name;
  const excluded = exclude.length > 0 ? picomatch([...exclude], { dot: true }) : () => false;
  const specials: string[] = [];
  let lines: Line[] = [];
  for await (const found of walk(root, excluded)) {
    if (found.kind === 'special') specials.push(found.path);
    else if (last === undefined || inOrder(found.path, last) > 0) {
      const line = await lineOf(found, sink);
      if (line) lines.push(line);
    }
    if (lines.length < LINES_AT_ONCE) continue;
    await index.append(lines);
    lines = [];
  }
  await index.append(lines);
  await index.end();
  await sink.json('folder.json', { mode: octal(about.mode), exclude: exclude.toSorted() });
  await sink.json('observed.json', { specials });
}

/** `undefined` for a file that vanished meanwhile. */
async function lineOf(found: Exclude<Found, { kind: 'special' }>, sink: Sink): Promise<Line | undefined> {
  const { kind, path: name } = found;
  if (kind === 'link') return { name, kind, target: found.target };
  const mode = octal(found.mode);
  if (kind === 'folder') return { name, kind, mode };
  const blob = await kept(found.at, sink);
  if (!blob) return undefined;
  sink.count(1, blob.bytes, 0);
  if (!sink.fetches) return { name, kind, mode, ...blob };
  const path = await sink.place(`files/${name.split('/').map(segmentOf).join('/')}`, blob);
  return { name, kind, mode, ...blob, path };
}

async function kept(at: Buffer, sink: Sink): Promise<Blob | undefined> {
  // What became a link meanwhile is not followed, and what became a pipe is not waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(at, flags).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    if (!(await file.stat()).isFile()) return undefined;
    return await sink.keep(file.createReadStream({ autoClose: false }));
  } finally {
    await file.close();
  }
}

const octal = (mode: number) => (mode & 0o7777).toString(8).padStart(3, '0');
