import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundle, FUNCTIONS } from './build/bundle.ts';
import { zip } from './build/zip.ts';

/** Builds every function into `.build/<name>.zip`, with esbuild's account of it in `.build/<name>.meta.json`. */
export async function buildAll(root: string): Promise<{ name: string; minified: number; zipped: number }[]> {
  await mkdir(path.join(root, '.build'), { recursive: true });
  return Promise.all(FUNCTIONS.map((name) => buildOne(root, name)));
}

async function buildOne(root: string, name: string): Promise<{ name: string; minified: number; zipped: number }> {
  const { files, metafile } = await bundle(root, name);
  const archive = await zip(files);
  await replace(path.join(root, '.build', `${name}.meta.json`), JSON.stringify(metafile));
  await replace(path.join(root, '.build', `${name}.zip`), archive);
  const minified = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  return { name, minified, zipped: archive.length };
}

/** Two builds may run at once: a reader sees the old file or the new one, whole. */
async function replace(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, file);
}

if (import.meta.main) {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} KB`;
  for (const { name, minified, zipped } of await buildAll(path.dirname(import.meta.dirname))) {
    console.log(
      `${name.padEnd(12)} ${kilobytes(minified).padStart(7)} minified ${kilobytes(zipped).padStart(7)} zipped`,
    );
  }
}
