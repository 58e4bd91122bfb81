import type { Estate } from '../capture/estate.ts';
import { secretBook } from '../capture/secret-book.ts';
import type { SecretBook } from '../capture/secrets.ts';
import { captureKey } from './capture-key.ts';
import { kmsDecryption, kmsEncryption, kmsRegion } from './capture-kms.ts';

/**
 * The secrets of one run, hashed under the key of this machine or of the environment. `folder`: where captures are kept; the key
 * may not lie there. `kms`: with which key secrets are kept so that they can be read again.
 */
export async function captureSecrets(
  folder: string | undefined,
  kms?: { readonly keyId: string; readonly estate: Pick<Estate, 'client' | 'regions'> },
): Promise<SecretBook> {
  const key = await captureKey(folder === undefined ? {} : { outside: folder });
  if (!kms) return secretBook(key);
  const { KMS } = await import('@aws-sdk/client-kms');
  const client = kms.estate.client(KMS, kmsRegion(kms.keyId) ?? kms.estate.regions[0]);
  return secretBook(key, kmsEncryption({ client, keyId: kms.keyId }));
}

/** Reads secrets of a capture that were encrypted for a KMS key; its SDK is loaded when the first one is read. */
export function secretsDecryption(estate: Pick<Estate, 'client'>): (ref: string, text: string) => Promise<string> {
  return async (ref, text) => {
    const { KMS } = await import('@aws-sdk/client-kms');
    return kmsDecryption({ client: (region) => estate.client(KMS, region) })(ref, text);
  };
}
