import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A zip of texts by name: the same bytes for the same texts. */
export async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files))
    zip.addBuffer(Buffer.from(text), name, { mtime: new Date('2026-03-10T12:00:00Z'), mode: 0o100644 });
  zip.end();
  return buffer(zip.outputStream);
}
