import { canonicalJson } from './canonical.ts';
import type { Entry, FileEntry, Metadata } from './entry.ts';
import type { SecretBook } from './secrets.ts';
import type { CaptureWriter } from './store.ts';

/** What is known of a capture besides its resources. */
export type Heading = Pick<Metadata, 'name' | 'account' | 'regions' | 'services' | 'startedAt' | 'previous' | 'scope'>;

/** A document of the capture as a whole, e.g. `environment-manifest.json`. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** Writes what belongs to the capture as a whole, and seals it: after this it is as good as it will be. */
export async function seal(
  heading: Heading,
  resources: readonly Entry[],
  {
    writer,
    secrets,
    now,
    documents,
  }: { writer: CaptureWriter; secrets: SecretBook; now: () => Date; documents: readonly Document[] },
): Promise<Metadata> {
  const files: FileEntry[] = [];
  for (const { path, text } of documents) {
    const blob = await writer.keep(Buffer.from(text));
    files.push({ path: await writer.place(path, blob), ...blob });
  }
  const content = {
    format: 1 as const,
    ...heading,
    sealedAt: now().toISOString(),
    status: resources.some(({ status }) => status === 'failed') ? ('incomplete' as const) : ('complete' as const),
    secretsKey: secrets.keyId,
    files,
    resources: [...resources],
  };
  const metadata = { ...content, seal: secrets.sign(Buffer.from(canonicalJson(content))) };
  await writer.seal(metadata);
  return metadata;
}

/** Whether a capture is as it was sealed; `undefined` where it was sealed with another key. */
export function sealHolds({ seal, ...content }: Metadata, secrets: SecretBook): boolean | undefined {
  if (content.secretsKey !== secrets.keyId) return undefined;
  return seal === secrets.sign(Buffer.from(canonicalJson(content)));
}
