import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { formsOf, type Canary } from './canaries.ts';

/** A canary that was found: where it was planted, and where it got to. */
export interface Leak {
  readonly source: string;
  readonly where: string;
}

/** Searches texts and every byte and name of all files below folders, also of those that are compressed. */
export async function leaksIn(
  canaries: readonly Canary[],
  { folders, texts }: { folders: readonly string[]; texts: Readonly<Record<string, string>> },
): Promise<readonly Leak[]> {
  const wanted = canaries.map((canary) => ({ source: canary.source, forms: formsOf(canary) }));
  const found = (where: string, text: string): readonly Leak[] =>
    wanted.filter(({ forms }) => forms.some((form) => text.includes(form))).map(({ source }) => ({ source, where }));
  const leaks = Object.entries(texts).flatMap(([where, text]) => found(where, text));
  for (const folder of folders) {
    for (const file of await filesBelow(folder)) {
      const where = path.relative(path.dirname(folder), file);
      leaks.push(...found(`${where} (its name)`, where));
      const bytes = await readFile(file);
      for (const text of [bytes, ...unpacked(bytes)]) leaks.push(...found(where, text.toString('latin1')));
    }
  }
  return leaks;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** What gzip, or the files of a zip, hold. */
function unpacked(bytes: Buffer): readonly Buffer[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [gunzipSync(bytes)];
  const parts: Buffer[] = [];
  for (let at = bytes.indexOf('PK\u0003\u0004'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 4)) {
    const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    try {
      parts.push(inflateRawSync(bytes.subarray(data), { finishFlush: 2 }));
    } catch {
      // Stored, not deflated: read as it is.
    }
  }
  return parts;
}
