import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { chmod, link, lstat, mkdir, readlink, symlink, unlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Made, Step } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { INDEX, LINE, type Line } from './folder.ts';
import { bytesOf } from './walk.ts';

const MOST_DETAILS = 100;
/** Programs get back no rights of their owner: what is restored is the restorer's. */
const PLAIN_MODE = 0o777;

/** Writes what is missing of a folder. What is there with other content stays, and is told. */
export async function restoreFolder(captured: CapturedResource, root: string, name: string): Promise<readonly Step[]> {
  const what = `folder ${name}`;
  const missing = counted();
  const other = counted();
  for await (const { line, state } of linesOf(captured, root)) {
    if (state === 'missing') missing.add(`+ ${line.name}`);
    else if (state === 'other') other.add(`~ ${line.name}`);
  }
  const steps: Step[] = [];
  if (missing.count > 0 || !(await lstat(root).catch(() => undefined)))
    steps.push({
      kind: 'create',
      what: `${what}: ${missing.count} that are missing`,
      details: missing.details(),
      apply: (report) => fill(captured, root, name, report),
    });
  if (other.count > 0)
    steps.push({
      kind: 'impossible',
      what: `${what}: ${other.count} that are there otherwise`,
      why: 'Nothing on this machine is overwritten. Move them away and run it again, or restore beside them with --rename.',
      details: other.details(),
    });
  return steps.length > 0 ? steps : [{ kind: 'leave', what }];
}

function counted() {
  const first: string[] = [];
  let count = 0;
  return {
    add(detail: string) {
      count += 1;
      if (first.length < MOST_DETAILS) first.push(detail);
    },
    get count() {
      return count;
    },
    details: () => (count > first.length ? [...first, `… ${count - first.length} more`] : first),
  };
}

type State = 'same' | 'missing' | 'other';

/** What of a folder is there. What is in something that is no folder, also in a link to one, is there otherwise. */
async function* linesOf(
  captured: CapturedResource,
  root: string,
): AsyncGenerator<{ line: Line; at: Buffer; state: State }> {
  let blocked: string | undefined =
    (await lstat(root).catch(() => undefined))?.isDirectory() === false ? '' : undefined;
  const inside = folders();
  for await (const value of captured.lines(INDEX)) {
    const line = LINE.parse(value);
    inside.follow(line);
    const at = Buffer.concat([Buffer.from(`${root}${path.sep}`), bytesOf(line.name)]);
    if (blocked !== undefined && (blocked === '' || line.name.startsWith(blocked))) {
      yield { line, at, state: 'other' };
      continue;
    }
    const state = await stateOf(line, at);
    if (line.kind === 'folder' && state === 'other' && !(await lstat(at)).isDirectory()) blocked = `${line.name}/`;
    yield { line, at, state };
  }
}

/** Follows the order of a walk: what is in a folder stands behind it. Throws `CAPTURE.DAMAGED` for a line that leads out of it. */
function folders() {
  const open: string[] = [];
  return {
    follow({ name, kind }: Line) {
      const above = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : undefined;
      while (open.length > 0 && open.at(-1) !== above) open.pop();
      // As bytes: `latin1:..` is another way to write `..`.
      const own = bytesOf(name.slice(name.lastIndexOf('/') + 1)).toString('latin1');
      if (open.at(-1) !== above || ['', '.', '..'].includes(own))
        throw new HoldfastError('CAPTURE.DAMAGED', 'The index of a folder leads out of it.');
      if (kind === 'folder') open.push(name);
    },
  };
}

async function stateOf(line: Line, at: Buffer): Promise<State> {
  const about = await lstat(at).catch(() => undefined);
  if (!about) return 'missing';
  return (await isSame(line, at, about)) ? 'same' : 'other';
}

async function isSame({ kind, mode, target, sha256, bytes }: Line, at: Buffer, about: Stats): Promise<boolean> {
  if (kind === 'link') return about.isSymbolicLink() && bytesOf(target ?? '').equals(await readlink(at, 'buffer'));
  if (Number.parseInt(mode ?? '', 8) % (PLAIN_MODE + 1) !== about.mode % (PLAIN_MODE + 1)) return false;
  if (kind === 'folder') return about.isDirectory();
  if (!about.isFile() || about.size !== bytes) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(at) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex') === sha256;
}

async function fill(
  captured: CapturedResource,
  root: string,
  name: string,
  report: (done: { objects: number; bytes: number }) => void,
): Promise<Made> {
  const { entry } = captured;
  const { mode } = z.object({ mode: z.string() }).parse(await captured.json('folder.json'));
  const folders: [Buffer, string][] = [];
  if ((await mkdir(root, { recursive: true, mode: 0o700 })) !== undefined) folders.push([Buffer.from(root), mode]);
  for await (const { line, at, state } of linesOf(captured, root)) {
    if (state !== 'missing') continue;
    if (line.kind === 'folder') {
      await mkdir(at, { mode: 0o700 });
      folders.push([at, line.mode ?? '700']);
    } else if (line.kind === 'link') await symlink(bytesOf(line.target ?? ''), at);
    else await writeNew(captured, line, at);
    if (line.kind === 'file') report({ objects: 1, bytes: line.bytes ?? 0 });
  }
  // Last, as nothing can be written into a folder that nobody may write to.
  for (const [at, to] of folders.toReversed()) await chmod(at, Number.parseInt(to, 8) & PLAIN_MODE);
  const { service, region, folder } = entry;
  return { resource: { service, id: `folders:${root}`, name, region, folder }, ids: {} };
}

/** A file comes to its name whole, and not where another one came to be meanwhile. */
async function writeNew(
  captured: CapturedResource,
  { name, sha256 = '', bytes = 0, mode = '600' }: Line,
  at: Buffer,
): Promise<void> {
  const half = Buffer.concat([at.subarray(0, at.lastIndexOf('/') + 1), Buffer.from(`.holdfast-${randomUUID()}`)]);
  try {
    await pipeline(captured.blob({ sha256, bytes }), createWriteStream(half, { flags: 'wx', mode: 0o600 }));
    await chmod(half, Number.parseInt(mode, 8) & PLAIN_MODE);
    await link(half, at);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      throw new HoldfastError('RESTORE.MOVED', `${name} came to be since the plan was made.`, { cause });
    throw cause;
  } finally {
    await unlink(half).catch(() => {});
  }
}
