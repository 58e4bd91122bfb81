import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { HoldfastError } from '../errors.ts';
import { LARGEST_CONFIG } from '../site/largest-config.ts';

const FILE_NAME = 'holdfast.yml';
const CAPTURE_FILE_NAME = 'capture.yml';

/** A configuration as written, and the absolute path of its file. */
interface FoundConfig {
  readonly path: string;
  readonly text: string;
}

/**
 * The text of the configuration and the absolute path of its file: of `path`, else of `HOLDFAST_CONFIG`, else of the nearest
 * `holdfast.yml` upwards. Throws `CONFIG.MISSING`, and `CONFIG.INVALID` for more than 1 MB.
 */
export function findConfig(path?: string): FoundConfig {
  const named = path ?? process.env.HOLDFAST_CONFIG;
  const found = named ? resolve(named) : nearest(FILE_NAME);
  if (found !== undefined) return { path: found, text: read(found) };
  throw new HoldfastError('CONFIG.MISSING', `There is no ${FILE_NAME} in ${process.cwd()} or above it.`, {
    hint: 'Write one (docs/configuration.md), or name one with --config or HOLDFAST_CONFIG.',
  });
}

/**
 * The text of a `capture.yml` and the absolute path of its file: of `path`, else of the nearest one upwards; `undefined` where
 * there is none. Throws as `findConfig`.
 */
export function findCaptureConfig(path?: string): FoundConfig | undefined {
  const found = path === undefined ? nearest(CAPTURE_FILE_NAME) : resolve(path);
  return found === undefined ? undefined : { path: found, text: read(found) };
}

/** The nearest file of this name, from here upwards. */
function nearest(name: string): string | undefined {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const candidate = join(folder, name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

function read(path: string): string {
  try {
    if (statSync(path).size > LARGEST_CONFIG) {
      throw new HoldfastError('CONFIG.INVALID', `${path}:1:1: is larger than 1 MB; fix: keep only what is read of it`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    const hint = 'Check the path that --config or HOLDFAST_CONFIG names.';
    throw new HoldfastError('CONFIG.MISSING', `${path} cannot be read.`, { hint, cause: error });
  }
}
