import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Gives `use` a module's file: `source` with all that it imports, as it is or with plugins of the build. */
export async function bundled<Given>(
  source: string,
  plugins: Plugin[],
  use: (file: string) => Promise<Given>,
): Promise<Given> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-bundled-'));
  try {
    const outfile = path.join(folder, 'bundled.mjs');
    const stdin = { contents: source, resolveDir: ROOT };
    await build({
      stdin,
      outfile,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      plugins,
      logLevel: 'error',
    });
    return await use(outfile);
  } finally {
    await rm(folder, { recursive: true });
  }
}
