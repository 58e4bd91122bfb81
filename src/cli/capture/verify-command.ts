import { captureSecrets } from '../../lib/aws/capture-secrets.ts';
import { verifyCapture } from '../../lib/capture/verify.ts';
import type { Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { shownBytes } from '../../lib/capture/amounts.ts';
import type { EstateDesk } from './estate-desk.ts';
import { findCapture } from './find-capture.ts';
import { captureCommand } from './place.ts';
import { showDamage } from './show-failures.ts';

/** `holdfast capture verify <capture>`. */
export async function verifyCommand(meant: string, desk: EstateDesk, to?: string): Promise<Outcome> {
  const { store, reader } = await findCapture(meant, desk, to);
  const secrets = await captureSecrets(undefined);
  const verified = await verifyCapture(reader, {
    secrets,
    tell: ({ files, bytes }) => desk.progress(`${counted(files, 'file')}, ${shownBytes(bytes)} read`),
  });
  const { files, bytes, damaged, seal } = verified;
  const { name, status } = reader.metadata;
  const sound = damaged.length === 0 && seal !== false;
  const text = [
    `${printable(name)} (${status}): ${counted(files, 'file')}, ${shownBytes(bytes)} ${damaged.length === 0 ? 'are as they were captured' : 'read'}.`,
    seal === undefined
      ? 'Its seal was made with another key: whether somebody changed what it says of itself is not known here.'
      : `Its seal ${seal ? 'holds' : 'is broken: somebody changed what it says of itself'}.`,
    ...showDamage(damaged),
    ...(sound ? [] : [`→ Use another capture for what is damaged: ${captureCommand(store, 'list')}`]),
  ];
  const told = { capture: name, place: reader.place, status, sound, ...verified, seal: sealWord(seal) };
  return { exitCode: sound ? 0 : 6, value: told, text: text.join('\n') };
}

function sealWord(seal: boolean | undefined): 'holds' | 'broken' | 'unknown key' {
  if (seal === undefined) return 'unknown key';
  return seal ? 'holds' : 'broken';
}
