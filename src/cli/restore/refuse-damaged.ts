import type { Entry } from '../../lib/capture/entry.ts';
import type { SecretBook } from '../../lib/capture/secrets.ts';
import type { CaptureReader } from '../../lib/capture/store.ts';
import { verifyCapture } from '../../lib/capture/verify.ts';
import type { EstateDesk } from '../capture/estate-desk.ts';
import { refusal } from '../outcome.ts';
import { firstFew, printable } from '../printable.ts';

/** Reads all that is to be restored, and throws `CLI.REFUSED` where it is not what was captured, or its metadata is not. */
export async function refuseDamaged(
  reader: CaptureReader,
  entries: readonly Entry[],
  { secrets, desk }: { readonly secrets: SecretBook; readonly desk: Pick<EstateDesk, 'progress'> },
): Promise<void> {
  const { name } = reader.metadata;
  const part = { ...reader, metadata: { ...reader.metadata, files: [], resources: [...entries] } };
  const { damaged } = await verifyCapture(part, {
    secrets,
    tell: ({ files }) => desk.progress(`checking what ${name} has: ${files.toLocaleString('en')} files`),
  });
  if (damaged.length === 0) return;
  const what = firstFew(damaged.map(({ path }) => printable(path)));
  const hint = `See all of it: npx holdfast capture verify ${name}. Then use another capture, or restore other resources.`;
  throw refusal(`${name} is damaged: ${what}.`, hint);
}
