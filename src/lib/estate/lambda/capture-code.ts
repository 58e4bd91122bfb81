import { canonicalLine } from '../../capture/canonical.ts';
import type { Estate } from '../../capture/estate.ts';
import { segmentOf } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';
import { withDownloaded } from '../shared/downloaded.ts';
import { unpackZip, type Unpacked } from '../shared/unpack-zip.ts';
import { SOURCE_LINE, type SourceLine } from './source-lines.ts';

/** Where code is kept, below the resource's folder. */
export interface CodePlace {
  readonly zip: string;
  /** Unpacked, to be looked at. */
  readonly source: string;
  /** Lists what is unpacked. */
  readonly index: string;
}

/** What an earlier capture has of it. */
export interface EarlierCode {
  readonly sha256: string | undefined;
  readonly unpacked: Unpacked | undefined;
}

/**
 * Keeps code as a zip and unpacked, or what an earlier capture has of it where AWS's hash is the same. What could not be
 * unpacked is told, and its zip kept all the same.
 */
export async function captureCode(
  { what, url, sha256 }: { what: string; url: string; sha256: string },
  at: CodePlace,
  earlier: EarlierCode,
  sink: Sink,
  estate: Estate,
): Promise<Unpacked> {
  if (earlier.sha256 === sha256 && earlier.unpacked && (await reusedCode(at, sink))) return earlier.unpacked;
  return withDownloaded({ api: 'Lambda code', what, url, sha256 }, estate, async (file) => {
    await sink.bytes(at.zip, file.stream());
    const lines: SourceLine[] = [];
    const unpacked = await unpackZip(file.path, async (path, body) => {
      const line = { path, ...(await sink.keep(body)) };
      await placed(line, at, sink);
      sink.count(1, line.bytes, 0);
      lines.push(line);
    });
    const sorted = lines.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    await sink.bytes(at.index, Buffer.from(sorted.map((line) => canonicalLine(line)).join('')));
    return unpacked;
  });
}

/** Whether everything of the earlier code is there still, and is now in this capture, too. */
async function reusedCode(at: CodePlace, sink: Sink): Promise<boolean> {
  const { previous } = sink;
  const [zip, index] = [previous?.file(at.zip), previous?.file(at.index)];
  if (!previous || !zip || !index || !(await sink.has(zip)) || !(await sink.has(index))) return false;
  for await (const line of previous.lines(at.index)) if (!(await sink.has(SOURCE_LINE.parse(line)))) return false;
  for await (const each of previous.lines(at.index)) {
    const line = SOURCE_LINE.parse(each);
    await placed(line, at, sink);
    sink.count(1, line.bytes, line.bytes);
  }
  await sink.reuse(at.index, index);
  return (await sink.reuse(at.zip, zip)) !== undefined;
}

async function placed({ path, ...blob }: SourceLine, at: CodePlace, sink: Sink): Promise<void> {
  await sink.place(`${at.source}/${path.split('/').map(segmentOf).join('/')}`, blob);
}
