import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Change } from '../../capture/change.ts';
import { SOURCE_LINE } from './source-lines.ts';

/** More files of one archive are counted, and not named one by one. */
const MOST = 100;

/** Which files of two archives differ, where both were unpacked; nothing where one of them was not fetched. */
export async function* compareCode(
  before: CapturedResource,
  after: CapturedResource,
  { source, index }: { readonly source: string; readonly index: string },
): AsyncIterable<Change> {
  if (!before.file(index) || !after.file(index)) return;
  const left = new Map<string, { sha256: string; bytes: number }>();
  for await (const line of before.lines(index)) {
    const { path, ...blob } = SOURCE_LINE.parse(line);
    left.set(path, blob);
  }
  const changes: Change[] = [];
  let more = 0;
  const told = (change: Change) => {
    if (changes.length < MOST) changes.push(change);
    else more += 1;
  };
  for await (const line of after.lines(index)) {
    const { path, sha256, bytes } = SOURCE_LINE.parse(line);
    const old = left.get(path);
    left.delete(path);
    const [file, now] = [`${source}/${path}`, `${bytes} bytes`];
    if (!old) told({ file, kind: 'added', path: '', after: now });
    else if (old.sha256 !== sha256) told({ file, kind: 'changed', path: '', before: `${old.bytes} bytes`, after: now });
  }
  for (const [path, { bytes }] of left)
    told({ file: `${source}/${path}`, kind: 'removed', path: '', before: `${bytes} bytes` });
  yield* changes;
  if (more > 0) yield { file: source, kind: 'changed', path: `… ${more} more files` };
}
