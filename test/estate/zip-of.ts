import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const MADE = new Date('2026-03-10T12:00:00Z');

/** A zip of these files, the same bytes each time. */
export async function zipOf(files: Readonly<Record<string, string | Uint8Array>>, mode?: number): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, body] of Object.entries(files))
    zip.addBuffer(Buffer.from(body), name, { mtime: MADE, ...(mode !== undefined && { mode }) });
  zip.end();
  return buffer(zip.outputStream);
}
