import { KMS } from '@aws-sdk/client-kms';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { kmsDecryption, kmsEncryption, kmsRegion } from '../../src/lib/aws/capture-kms.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import { encryptedSecrets } from '../../src/lib/capture/secret-values.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';

const REF = 'settings/one/env/TOKEN';
const estate = estateAt({ endpoint: inject('emulator') });
const client = estate.client(KMS);
const decrypt = kmsDecryption({ client: (region) => estate.client(KMS, region) });
let keyId: string;

beforeAll(async () => {
  const { KeyMetadata } = await client.createKey({});
  keyId = KeyMetadata?.KeyId ?? '';
});

/** A service that has nothing but secrets. */
const settings: Service = {
  name: 'settings',
  title: 'Settings',
  folder: 'settings',
  where: 'global',
  limits: {},
  async *list() {
    yield { service: 'settings', id: 'one', name: 'one', region: 'global', folder: 'settings/one' };
  },
  async capture(_resource, sink) {
    await sink.json('config.json', { token: await sink.secret('env/TOKEN', 'a-token-in-clear') });
  },
};

describe('secrets under a KMS key', () => {
  it('go into a capture encrypted, and come back as what they were', async () => {
    const secrets = secretBook(Buffer.alloc(32, 3), kmsEncryption({ client, keyId }));
    const reader = await captureOf([settings], estate, { secrets });
    const text = JSON.stringify(await resourceOf(reader, 'one').json('secrets.encrypted.json'));
    expect(text).not.toContain('a-token-in-clear');
    expect(text).toContain('arn:aws:kms:us-east-1:');
    const values = encryptedSecrets(reader, decrypt);
    expect(await values(REF)).toBe('a-token-in-clear');
    expect(await values('settings/one/env/OTHER')).toBeUndefined();
    expect(await values('settings/two/env/TOKEN')).toBeUndefined();
  });

  it('are read only as the secret that they were encrypted as', async () => {
    const text = await kmsEncryption({ client, keyId })(REF, 'mine');
    await expect(decrypt('settings/other/env/TOKEN', text)).rejects.toThrow();
  });

  it('take every byte, and an empty one stays empty', async () => {
    const encrypt = kmsEncryption({ client, keyId });
    for (const value of ['', 'ä'.repeat(2048), '\0\n'])
      expect(await decrypt(REF, await encrypt(REF, value))).toBe(value);
  });

  it('fail clearly with more than KMS takes, without the value', async () => {
    await expect(kmsEncryption({ client, keyId })(REF, 'v'.repeat(4097))).rejects.toMatchObject({
      code: 'CAPTURE.SECRET',
      message: `${REF} has more than 4096 bytes: KMS does not encrypt it.`,
    });
  });

  it('are damaged where they name no key', async () => {
    await expect(decrypt(REF, 'nothing')).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
  });

  it('tell the region of their key', () => {
    expect(kmsRegion('arn:aws:kms:eu-west-1:123456789012:alias/captures')).toBe('eu-west-1');
    expect(kmsRegion('alias/captures')).toBeUndefined();
  });
});
