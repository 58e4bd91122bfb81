import { chmod, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { captureFolder } from '../../src/lib/aws/capture-folder.ts';
import { storeContract } from './store-contract.ts';

storeContract('captures in a folder', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'holdfast-captures-'));
  return {
    open: () => captureFolder(root),
    async damage({ sha256 }, into) {
      const file = path.join(root, 'store', sha256.slice(0, 2), sha256);
      if (!into) return unlink(file);
      await chmod(file, 0o600);
      await writeFile(file, into);
    },
    killed: (name) => rm(path.join(root, name, '.unsealed', 'lock')),
  };
});
