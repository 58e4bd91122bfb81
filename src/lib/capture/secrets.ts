import * as z from 'zod';

/** What stands in a document where a secret was. */
export const SECRET_REFERENCE = z.object({
  /** HMAC-SHA256 of the value under a key that is kept outside the capture: equal values have equal ones. */
  secret: z.string().regex(/^hmac-sha256:[0-9a-f]{64}$/),
  /** The resource's key and the secret's name there, e.g. `lambda/booking/env/API_KEY`. */
  ref: z.string(),
});

export type SecretReference = Readonly<z.infer<typeof SECRET_REFERENCE>>;

/** Whether a value of a document stands for a secret. */
export function isSecretReference(value: unknown): value is SecretReference {
  return typeof value === 'object' && value !== null && 'secret' in value && SECRET_REFERENCE.safeParse(value).success;
}

/** Hides secrets, and knows them again. */
export interface SecretBook {
  /** The first 16 hex digits of the SHA-256 of the key. */
  readonly keyId: string;
  hide(ref: string, value: string): SecretReference;
  /** Whether this is the value that was hidden. */
  matches(reference: SecretReference, value: string): boolean;
  /** HMAC-SHA256 of other bytes under a key that is derived from the key, as hex: what seals a capture. */
  sign(bytes: Uint8Array): string;
  /**
   * A text without the values hidden so far (those of 6 characters and more, also encoded), and without what signs an address: for
   * messages of errors.
   */
  scrub(text: string): string;
  /** Makes text of a value that only who may use a KMS key can read again; `undefined` where secrets are not captured. */
  readonly encrypt: ((ref: string, value: string) => Promise<string>) | undefined;
}
