import { relative } from 'node:path';
import { parseConfig } from '../site/config.ts';
import type { Site } from '../site/site.ts';
import { findConfig } from './find-config.ts';

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
  const found = findConfig(path);
  const { sites } = parseConfig(found.text, relative(process.cwd(), found.path) || found.path);
  return { path: found.path, sites };
}
