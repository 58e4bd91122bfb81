import { createHash } from 'node:crypto';
import { jsonLines } from '../capture/captured-resource.ts';
import type { Blob, CaptureWriter } from '../capture/store.ts';
import type { BucketContent } from './bucket-content.ts';
import { bucketLines } from './bucket-lines.ts';
import { copied, deleteBelow, headOf, listed, putIf, textOf, type BucketPlace } from './bucket-place.ts';
import { typeShown } from './bucket-shown.ts';
import { busyWith, writersLease } from './capture-bucket-sweep.ts';
import { METADATA_FILE, refuseToBegin, UNSEALED } from './capture-name.ts';

/** See `CaptureStore.write`; `folder` ends with a slash. */
export async function bucketWriter(
  name: string,
  folder: string,
  { place, content, how }: { place: BucketPlace; content: BucketContent; how: 'new' | 'resume' },
): Promise<CaptureWriter> {
  const own = `${folder}${UNSEALED}/`;
  const found = await foundAt(place, folder);
  const sealed = found?.sealed === true;
  refuseToBegin(name, how, {
    sealed,
    begun: found !== undefined && !sealed,
    place: `s3://${place.bucket}/${place.prefix}`,
  });
  const lease = await writersLease(place, folder, name);
  const refused = () => busyWith(name);
  const notes = await bucketLines(place, `${own}notes/`, { refused });
  const show = async (path: string, blob: Blob): Promise<string> => {
    await lease.check();
    const type = typeShown(folder, path, blob);
    if (type !== undefined) await copied(place, content.keyOf(blob.sha256), folder + path, type);
    return path;
  };
  return {
    name,
    async keep(body) {
      await lease.check();
      return content.keep(body);
    },
    has: content.has,
    place: show,
    async index(path, earlier) {
      const parts = `${own}indexes/${createHash('sha256').update(path).digest('hex')}/`;
      const { last, lines, append, bytes } = await bucketLines(place, parts, { ...(earlier && { earlier }), refused });
      return {
        last,
        lines,
        async append(more) {
          await lease.check();
          await append(more);
        },
        async end() {
          const blob = await content.keep(bytes());
          return { path: await show(path, blob), ...blob };
        },
      };
    },
    async note(entry) {
      await lease.check();
      await notes.append([entry]);
    },
    notes: () => jsonLines(notes.bytes()),
    async seal(metadata) {
      await lease.check();
      const text = `${JSON.stringify(metadata, undefined, 2)}\n`;
      const key = `${folder}${METADATA_FILE}`;
      const written = await putIf(
        place,
        key,
        Buffer.from(text),
        { IfNoneMatch: '*' },
        { ContentType: 'application/json' },
      );
      // A try whose answer was lost may have written it.
      if (written === undefined && (await textOf(place, key))?.text !== text) throw refused();
      await lease.release();
      await deleteBelow(place, own);
    },
    release: () => lease.release(),
  };
}

/** Whether a capture is sealed, and since when, or when it last noted something; `undefined` where there is none. */
export async function foundAt(place: BucketPlace, folder: string): Promise<{ sealed: boolean; at: Date } | undefined> {
  const sealed = await headOf(place, `${folder}${METADATA_FILE}`);
  if (sealed) return { sealed: true, at: sealed.at };
  let newest: Date | undefined;
  for await (const { at } of listed(place, `${folder}${UNSEALED}/`)) if (!newest || at > newest) newest = at;
  return newest && { sealed: false, at: newest };
}
