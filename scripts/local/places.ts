import path from 'node:path';

/** Region and stage of the local stack; its account is the emulator's own. */
export const REGION = 'us-east-1';
export const STAGE = 'local';

/** Where the local stack keeps what it needs: all of it under one directory that can be thrown away. */
export interface Places {
  /** The checkout. */
  readonly root: string;
  /** `.local`, or what `HOLDFAST_LOCAL_DIR` names. */
  readonly dir: string;
  /** Temporary files of the emulator and of the functions it runs. */
  readonly tmp: string;
  /** The package of the deploy tool. */
  readonly package: string;
  /** The configuration with the distributions that really exist here. */
  readonly config: string;
  /** What an outsider needs to know of the stack. */
  readonly stack: string;
  /** What Slack and the SNS subscriber received, JSON lines. */
  readonly inbox: string;
}

/** The places for this environment; nothing is created. */
export function placesFor(root: string, env: NodeJS.ProcessEnv): Places {
  const dir = path.resolve(root, env['HOLDFAST_LOCAL_DIR'] || '.local');
  return {
    root,
    dir,
    tmp: path.join(dir, 'tmp'),
    package: path.join(dir, 'package'),
    config: path.join(dir, 'holdfast.yml'),
    stack: path.join(dir, 'stack.json'),
    inbox: path.join(dir, 'inbox.jsonl'),
  };
}
