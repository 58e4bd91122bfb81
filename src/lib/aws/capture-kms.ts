import type { KMS } from '@aws-sdk/client-kms';
import type { SecretBook } from '../capture/secrets.ts';
import { HoldfastError } from '../errors.ts';

/** Requests a second, below KMS's shared quota for symmetric keys of its smallest regions (5,500: KMS developer guide, "Request quotas"). */
export const KMS_LIMITS = { KMS: 100 };

/** What KMS encrypts at once: API reference, `Encrypt`, `Plaintext`. */
const LARGEST = 4096;

const ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:(?:key|alias)\/[A-Za-z0-9/_-]+$/;

/** The region that the ARN of a key or alias names; `undefined` for a bare id, which is of the home region. */
export function kmsRegion(keyId: string): string | undefined {
  return ARN.exec(keyId)?.[1];
}

/**
 * Encrypts secrets for whoever may use a KMS key, each bound to what it is the secret of: the ARN of the key and base64. Throws
 * `CAPTURE.SECRET` for more than 4,096 bytes. KMS takes no empty text: an empty secret stays empty.
 */
export function kmsEncryption({
  client,
  keyId,
}: {
  readonly client: KMS;
  readonly keyId: string;
}): NonNullable<SecretBook['encrypt']> {
  return async (ref, value) => {
    const Plaintext = Buffer.from(value);
    if (Plaintext.length === 0) return '';
    if (Plaintext.length > LARGEST) {
      const hint = 'Capture it without --with-secrets, or keep this value in Secrets Manager and only its name here.';
      throw new HoldfastError('CAPTURE.SECRET', `${ref} has more than ${LARGEST} bytes: KMS does not encrypt it.`, {
        hint,
      });
    }
    const { KeyId = '', CiphertextBlob } = await client.encrypt({
      KeyId: keyId,
      Plaintext,
      EncryptionContext: { ref },
    });
    if (!CiphertextBlob) throw new HoldfastError('CAPTURE.SECRET', `KMS gave nothing for ${ref}.`, { retryable: true });
    return `${KeyId} ${Buffer.from(CiphertextBlob).toString('base64')}`;
  };
}

/** Reads what `kmsEncryption` made, as that secret alone. Throws `CAPTURE.DAMAGED`, or what KMS says, e.g. that you may not. */
export function kmsDecryption({
  client,
}: {
  readonly client: (region: string) => KMS;
}): (ref: string, text: string) => Promise<string> {
  return async (ref, text) => {
    if (text === '') return '';
    const [KeyId = '', ciphertext = ''] = text.split(' ');
    const region = kmsRegion(KeyId);
    if (region === undefined) throw new HoldfastError('CAPTURE.DAMAGED', `The encrypted ${ref} names no key.`);
    const CiphertextBlob = Buffer.from(ciphertext, 'base64');
    const { Plaintext } = await client(region).decrypt({ KeyId, CiphertextBlob, EncryptionContext: { ref } });
    if (!Plaintext) throw new HoldfastError('CAPTURE.DAMAGED', `KMS gave nothing for ${ref}.`);
    return Buffer.from(Plaintext).toString();
  };
}
