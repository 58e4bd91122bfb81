import { chmod, mkdtemp, unlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
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
    // No process has such a number.
    killed: (name) =>
      writeFile(
        path.join(root, name, '.unsealed', 'lock'),
        JSON.stringify({ id: 'another', pid: 2 ** 30, host: hostname() }),
      ),
  };
});
