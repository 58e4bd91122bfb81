import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/**
 * Packs files so that equal files give equal bytes, whenever and wherever it runs: sorted, with one fixed time and
 * mode. The time is local midnight because a zip stores local time without a zone.
 */
export async function zip(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const archive = new ZipFile();
  const options = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };
  for (const [name, bytes] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    archive.addBuffer(Buffer.from(bytes), name, options);
  }
  archive.end();
  return buffer(archive.outputStream);
}
