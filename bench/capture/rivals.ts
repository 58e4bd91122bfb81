import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** Something that copies a bucket into a folder: each round has a folder of its own. */
export interface Rival {
  readonly name: string;
  /** The command for a copy; `round` and `phase` make names. */
  command(folder: string, endpoint: string, phase: string): readonly string[];
}

export const HOLDFAST: Rival = {
  name: 'holdfast capture',
  command: (folder, _endpoint, phase) => [
    path.resolve(import.meta.dirname, '../../bin/holdfast'),
    'capture',
    '--only=s3',
    '--regions=us-east-1',
    `--to=${folder}`,
    `--name=${phase}`,
  ],
};

const AWS: Rival = {
  name: 'aws s3 sync',
  command: (folder, endpoint) => ['aws', 's3', 'sync', '--endpoint-url', endpoint, 's3://bench', folder],
};

/** As fast as it goes: as many at once as Holdfast has, one list of all, and no look at each object for its time. */
const RCLONE: Rival = {
  name: 'rclone sync',
  command: (folder, endpoint) => [
    'rclone',
    'sync',
    ':s3:bench',
    folder,
    '--s3-provider=Other',
    `--s3-endpoint=${endpoint}`,
    '--s3-env-auth',
    '--s3-region=us-east-1',
    '--transfers=32',
    '--checkers=32',
    '--fast-list',
    '--use-server-modtime',
  ],
};

const INSTALL: readonly (readonly [rival: Rival, program: string, how: string])[] = [
  [AWS, 'aws', 'pip install awscli'],
  [RCLONE, 'rclone', 'apt install rclone'],
];

/** The rivals that this machine has; of the others it is said how they come. */
export async function rivals(): Promise<readonly Rival[]> {
  const found: Rival[] = [];
  for (const [rival, program, how] of INSTALL)
    try {
      await promisify(execFile)(program, ['--version']);
      found.push(rival);
    } catch {
      console.log(`${rival.name} is not measured: ${program} is not installed (${how})`);
    }
  return found;
}
