import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { HoldfastError } from '../errors.ts';
import { isAbsent } from './file-failure.ts';

const VARIABLE = 'HOLDFAST_CAPTURE_KEY';
const BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
/** Group and others. */
const OTHERS = 0o077;

export interface KeyChoice {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder that captures are kept in: the key must not lie there. */
  readonly outside?: string;
}

/**
 * The key that secrets of captures are hashed with, 32 bytes: from `HOLDFAST_CAPTURE_KEY`, else from `holdfast/capture.key` of the
 * user's configuration, which the first use makes. Captures compare only under the same key. Throws `CONFIG.INVALID`.
 */
export async function captureKey({ env = process.env, outside }: KeyChoice = {}): Promise<Uint8Array> {
  const given = env[VARIABLE];
  if (given !== undefined && given !== '') {
    const key = keyIn(given.trim());
    if (key) return key;
    const hint =
      'Give 64 hex digits or the base64 of 32 bytes, e.g. of `openssl rand -hex 32`; keep it where you keep passwords.';
    throw new HoldfastError('CONFIG.INVALID', `${VARIABLE} is not a key.`, { hint });
  }
  const file = path.join(
    env['XDG_CONFIG_HOME'] || path.join(env['HOME'] || homedir(), '.config'),
    'holdfast',
    'capture.key',
  );
  if (outside !== undefined) await refuseWithin(outside, file);
  return (await read(file)) ?? (await made(file));
}

function keyIn(text: string): Uint8Array | undefined {
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  const key = BASE64.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0);
  return key.length === BYTES ? key : undefined;
}

/** Who has a capture must not have the key with it. */
async function refuseWithin(folder: string, file: string): Promise<void> {
  const [above, below] = [await real(path.resolve(folder)), await real(path.resolve(file))];
  const way = path.relative(above, below);
  if (way.startsWith('..') || path.isAbsolute(way)) return;
  const hint = `Keep captures elsewhere with --to, or give the key in ${VARIABLE}.`;
  throw new HoldfastError('CONFIG.INVALID', `The key ${file} would lie in the folder of the captures.`, { hint });
}

/** A path without links, as far as it is there. */
async function real(at: string): Promise<string> {
  return realpath(at).catch(async () =>
    path.dirname(at) === at ? at : path.join(await real(path.dirname(at)), path.basename(at)),
  );
}

/** The key of a file; `undefined` where there is none. */
async function read(file: string): Promise<Uint8Array | undefined> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    if (isAbsent(cause)) return undefined;
    throw unusable(file, 'cannot be read', 'Make it readable for yourself alone: chmod 600', cause);
  });
  if (!handle) return undefined;
  try {
    const about = await handle.stat();
    if ((about.mode & OTHERS) !== 0) throw unusable(file, 'can be read by others', 'Take that from them: chmod 600');
    const key = about.size <= 1024 ? keyIn((await handle.readFile('utf8')).trim()) : undefined;
    if (key) return key;
    throw unusable(
      file,
      'does not hold a key',
      'Put back what was there: without it, earlier captures do not compare. See',
    );
  } finally {
    await handle.close();
  }
}

/** Makes a key. Of two processes that make one at the same time, both use the one that was first. */
async function made(file: string): Promise<Uint8Array> {
  const beside = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(beside, `${randomBytes(BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600, flush: true });
    await link(beside, file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  } catch (cause) {
    throw unusable(file, 'cannot be made', `Give a key in ${VARIABLE}, or see to`, cause);
  } finally {
    await rm(beside, { force: true });
  }
  const key = await read(file);
  if (key) return key;
  throw unusable(file, 'vanished while it was made', `Give a key in ${VARIABLE}, or see to`);
}

function unusable(file: string, what: string, hint: string, cause?: unknown): HoldfastError {
  return new HoldfastError('CONFIG.INVALID', `The key of captures, ${file}, ${what}.`, {
    hint: `${hint} ${file}`,
    cause,
  });
}
