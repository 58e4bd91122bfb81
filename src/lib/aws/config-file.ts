import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { HoldfastError } from '../errors.ts';
import { LARGEST_CONFIG } from '../site/config-document.ts';
import { parseConfig } from '../site/config.ts';
import type { Site } from '../site/site.ts';

const FILE_NAME = 'holdfast.yml';

/** A configuration that was found, with the absolute path of its file. */
export interface LoadedConfig {
  readonly path: string;
  readonly sites: readonly Site[];
}

/**
 * Reads the configuration: from `path`, else from `HOLDFAST_CONFIG`, else from the nearest `holdfast.yml` upwards.
 * Synchronous, so that packaging can read it too. Throws `CONFIG.MISSING` or `CONFIG.INVALID`.
 */
export function loadConfig(path?: string): LoadedConfig {
  const found = locate(path ?? process.env.HOLDFAST_CONFIG);
  const { sites } = parseConfig(read(found), relative(process.cwd(), found) || found);
  return { path: found, sites };
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
