import { KMS_LIMITS } from '../../lib/aws/capture-kms.ts';
import { captureSecrets, secretsDecryption } from '../../lib/aws/capture-secrets.ts';
import { readSecretsFile } from '../../lib/aws/secrets-file.ts';
import type { Entry } from '../../lib/capture/entry.ts';
import type { Target } from '../../lib/capture/restore.ts';
import { restoreOrder } from '../../lib/capture/restore-order.ts';
import { sealHolds } from '../../lib/capture/seal.ts';
import { encryptedSecrets, secretValues } from '../../lib/capture/secret-values.ts';
import type { SecretBook } from '../../lib/capture/secrets.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { CaptureReader, CaptureStore } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { optionText, switchedOn, type Input } from '../command.ts';
import type { EstateDesk } from '../capture/estate-desk.ts';
import { findCapture } from '../capture/find-capture.ts';
import { onlyOf } from '../capture/only.ts';
import type { OpenEstate } from '../capture/open-estate.ts';
import { optionsAsCaptured } from '../capture/options-as-captured.ts';
import { captureCommand } from '../capture/place.ts';
import { loadServices, serviceNames } from '../capture/services.ts';
import { refusal } from '../outcome.ts';
import { chosen } from './chosen.ts';
import { refuseDamaged } from './refuse-damaged.ts';

/** A capture that may be restored, and the estate that it goes to. */
export interface OpenRestore {
  readonly store: CaptureStore;
  readonly reader: CaptureReader;
  /** In the order of restoring. */
  readonly services: readonly Service[];
  readonly entries: readonly Entry[];
  readonly opened: OpenEstate;
  readonly secrets: SecretBook;
  readonly secret: Target['secret'];
  /** What a person should know before, a line each. */
  readonly warnings: readonly string[];
}

/**
 * Finds and checks the capture and opens the estate. Throws `CLI.REFUSED` where the capture is incomplete and `--partial` is not
 * said, where it is damaged, and where it is of another account than the one that is signed in and `--account` does not name.
 */
export async function openRestore(input: Input, desk: EstateDesk, asked: readonly string[]): Promise<OpenRestore> {
  const meant = input.args[0] ?? 'latest';
  const { store, reader } = await findCapture(meant, desk, optionText(input, 'to')).catch(async (error: unknown) => {
    throw await nameFirst(meant, error);
  });
  const { metadata } = reader;
  if (metadata.status === 'incomplete' && !switchedOn(input, 'partial')) throw incomplete(metadata, store);
  const entries = chosen(metadata, asked, onlyOf(input));
  const services = restoreOrder(await loadServices([...new Set(entries.map(({ service }) => service))]));
  const options = optionsAsCaptured(services, metadata, await desk.config());
  const choice = { regions: desk.switches.regions ?? metadata.regions };
  const opened = await desk.estate({ services, limits: [KMS_LIMITS], options }, choice);
  refuseOtherAccount(metadata.account, opened.estate.account, desk);
  const secrets = await captureSecrets(store.place.startsWith('s3://') ? undefined : store.place);
  const warnings: string[] = [];
  const sealed = sealHolds(metadata, secrets);
  if (sealed === false)
    throw refusal(
      `${metadata.name} was changed after it was sealed.`,
      `Use another capture: ${captureCommand(store, 'list')}`,
    );
  if (sealed === undefined)
    warnings.push('It was sealed with another key: whether its metadata was changed since cannot be told.');
  await refuseDamaged(reader, entries, { secrets, desk });
  const secret = await valuesOf({ input, reader, opened, secrets }, warnings);
  return { store, reader, services, entries, opened, secrets, secret, warnings };
}

/** Why no capture was found, where a service or resource stands in a capture's place. */
async function nameFirst(meant: string, error: unknown): Promise<unknown> {
  if (!(error instanceof HoldfastError) || error.code !== 'CAPTURE.MISSING') return error;
  if (!(await serviceNames()).includes(meant.split('/')[0] ?? '')) return error;
  return new HoldfastError(error.code, error.message, {
    hint: `Name the capture first: latest ${meant}`,
    cause: error,
  });
}

async function valuesOf(
  { input, reader, opened, secrets }: Pick<OpenRestore, 'reader' | 'opened' | 'secrets'> & { readonly input: Input },
  warnings: string[],
): Promise<Target['secret']> {
  const file = optionText(input, 'secretsFile');
  const read = file === undefined ? undefined : await readSecretsFile(file);
  if (read?.warning !== undefined) warnings.push(read.warning);
  return secretValues({
    encrypted: encryptedSecrets(reader, secretsDecryption(opened.estate)),
    file: read?.given ?? new Map(),
    secrets,
    sameKey: secrets.keyId === reader.metadata.secretsKey,
    tell: ({ kind, ref }) =>
      warnings.push(
        kind === 'mismatch'
          ? `The value that was given for ${ref} is not the captured one and is not used; write { rotated: … } if it was changed since.`
          : `The value that was given for ${ref} could not be checked: this machine lacks the capture's key.`,
      ),
  });
}

function incomplete({ name, resources }: CaptureReader['metadata'], store: CaptureStore) {
  const failed = resources.filter(({ status }) => status === 'failed').length;
  const hint = `Restore what it has with --partial, or use a complete one: ${captureCommand(store, 'list')}`;
  return refusal(`${name} is incomplete: ${failed} of its resources failed.`, hint);
}

function refuseOtherAccount(captured: string, signedIn: string, { switches }: EstateDesk): void {
  if (captured === signedIn || switches.account === signedIn) return;
  const hint = `Sign in to ${captured}; or, to restore into ${signedIn}, say --account ${signedIn}.`;
  throw refusal(`The capture is of the account ${captured}, and you are signed in to ${signedIn}.`, hint);
}
