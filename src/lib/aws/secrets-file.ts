import { open } from 'node:fs/promises';
import { parseGivenSecrets, type GivenSecrets } from '../capture/given-secrets.ts';
import { HoldfastError } from '../errors.ts';

const LARGEST = 4 * 1024 * 1024;

/**
 * The secrets that an operator gives for a restore, and what to warn of: that others can read the file. Throws `CONFIG.MISSING` or
 * `CONFIG.INVALID`.
 */
export async function readSecretsFile(file: string): Promise<{ given: GivenSecrets; warning: string | undefined }> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    const hint = 'Check the path behind --secrets-file.';
    throw new HoldfastError('CONFIG.MISSING', `${file} cannot be read.`, { hint, cause });
  });
  try {
    const { mode, size } = await handle.stat();
    if (size > LARGEST) throw new HoldfastError('CONFIG.INVALID', `${file} is larger than 4 MiB.`);
    return {
      given: parseGivenSecrets(await handle.readFile('utf8'), file),
      warning: (mode & 0o077) === 0 ? undefined : `Others can read ${file}: chmod 600 ${file}`,
    };
  } finally {
    await handle.close();
  }
}
