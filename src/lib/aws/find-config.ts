import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { HoldfastError } from '../errors.ts';
import { LARGEST_CONFIG } from '../site/config-document.ts';

const FILE_NAME = 'holdfast.yml';

/**
 * The text of the configuration and the absolute path of its file: of `path`, else of `HOLDFAST_CONFIG`, else of the nearest
 * `holdfast.yml` upwards. Throws `CONFIG.MISSING`, and `CONFIG.INVALID` for more than 1 MB.
 */
export function findConfig(path?: string): { readonly path: string; readonly text: string } {
  const found = locate(path ?? process.env.HOLDFAST_CONFIG);
  return { path: found, text: read(found) };
}

function locate(named: string | undefined): string {
  if (named) return resolve(named);
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const candidate = join(folder, FILE_NAME);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) break;
  }
  throw new HoldfastError('CONFIG.MISSING', `There is no ${FILE_NAME} in ${process.cwd()} or above it.`, {
    hint: 'Write one (docs/configuration.md), or name one with --config or HOLDFAST_CONFIG.',
  });
}

function read(path: string): string {
  try {
    if (statSync(path).size > LARGEST_CONFIG) {
      throw new HoldfastError('CONFIG.INVALID', `${path}:1:1: is larger than 1 MB; fix: keep only the sites in it`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    const hint = 'Check the path that --config or HOLDFAST_CONFIG names.';
    throw new HoldfastError('CONFIG.MISSING', `${path} cannot be read.`, { hint, cause: error });
  }
}
