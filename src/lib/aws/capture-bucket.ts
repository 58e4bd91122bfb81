import type { CaptureName, CaptureReader, CaptureStore } from '../capture/store.ts';
import type { Metadata } from '../capture/entry.ts';
import { HoldfastError } from '../errors.ts';
import { bucketContent, type BucketContent } from './bucket-content.ts';
import { foldersBelow, textOf, type BucketPlace } from './bucket-place.ts';
import { isAt, typeShown } from './bucket-shown.ts';
import { sweepOf } from './capture-bucket-sweep.ts';
import { bucketWriter, foundAt } from './capture-bucket-writer.ts';
import { captureSegment, isCaptureName, metadataIn, METADATA_FILE, notSealed } from './capture-name.ts';
import { refuseOpenBucket } from './closed-bucket.ts';

const LARGEST_DOCUMENT = 64 * 1024 * 1024;

/**
 * Captures below a prefix of a bucket. Bytes are in `store/`, once; JSON documents of at most 1 MiB are also copied to their path
 * below the capture. Everything is written on condition that it is not there yet. `open`: also where the bucket is public or keeps
 * things unencrypted.
 */
export function captureBucket(place: BucketPlace, { open = false }: { open?: boolean } = {}): CaptureStore {
  const content = bucketContent(place);
  const at = (name: string) => `${place.prefix}${captureSegment(name)}/`;
  const list = async () => {
    const names = (await foldersBelow(place, place.prefix)).filter((name) => isCaptureName(name));
    const found = await Promise.all(names.map((name) => named(place, name, at(name))));
    return found.flatMap((each) => each ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  };
  return {
    place: `s3://${place.bucket}/${place.prefix}`.replace(/\/$/, ''),
    list,
    read: (name) => readerOf(name, at(name), { place, content }),
    async write(name, how) {
      if (!open) await refuseOpenBucket(place);
      return bucketWriter(name, at(name), { place, content, how });
    },
    sweep: () => sweepOf({ place, content, list, at }),
  };
}

async function named(place: BucketPlace, name: string, folder: string): Promise<CaptureName | undefined> {
  const found = await foundAt(place, folder);
  return found && { name, sealed: found.sealed, at: found.at.toISOString() };
}

async function readerOf(
  name: string,
  folder: string,
  { place, content }: { place: BucketPlace; content: BucketContent },
): Promise<CaptureReader> {
  return {
    place: `s3://${place.bucket}/${folder.slice(0, -1)}`,
    metadata: await sealedMetadata(name, folder, place),
    has: content.has,
    stream: content.stream,
    async bytes(blob) {
      if (blob.bytes > LARGEST_DOCUMENT)
        throw new HoldfastError('CAPTURE.LARGE', `A document of ${blob.bytes} bytes is not read whole.`);
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.stream(blob)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    shows: async (path, blob) =>
      typeShown(folder, path, blob) === undefined ? undefined : isAt(place, folder + path, blob),
  };
}

async function sealedMetadata(name: string, folder: string, place: BucketPlace): Promise<Metadata> {
  const file = `s3://${place.bucket}/${folder}`;
  const found = await textOf(place, `${folder}${METADATA_FILE}`);
  if (found) return metadataIn(found.text, `${file}${METADATA_FILE}`);
  throw notSealed(name, file, (await foundAt(place, folder)) !== undefined);
}
