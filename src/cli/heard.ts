import type { Writable } from 'node:stream';

/**
 * Lets a command go on when nobody reads any more what it tells: `| head -1` must not break off a deploy. What this returns
 * waits until all of stdout is written, and gives the failure of a write that nobody wanted, such as one to a full disk.
 */
export function outlivingReaders({ stdout, stderr }: { stdout: Writable; stderr: Writable }) {
  let lost: NodeJS.ErrnoException | undefined;
  stderr.on('error', () => undefined);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error;
  });
  return async (): Promise<NodeJS.ErrnoException | undefined> => {
    await new Promise<void>((resolve) => void stdout.write('', () => resolve()));
    return lost;
  };
}
