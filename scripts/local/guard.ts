import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Site } from '../../src/lib/site/site.ts';
import type { Places } from './places.ts';

/** Applies the configuration and protects every site, by the very commands that people use. */
export async function guard(places: Places, sites: readonly Site[]): Promise<void> {
  await holdfast(places, ['apply']);
  for (const site of sites) await holdfast(places, ['protect', site.name]);
}

async function holdfast(places: Places, words: readonly string[]): Promise<void> {
  const main = path.join(places.root, 'src', 'cli', 'main.ts');
  const env = { ...process.env, HOLDFAST_CONFIG: places.config, HOLDFAST_LOCAL_DIR: places.dir };
  await promisify(execFile)(process.execPath, [main, ...words, '--yes', '--local'], { cwd: places.root, env });
}
