import path from 'node:path';
import * as z from 'zod';
import { SITE_NAME } from '../../src/lib/site/site-name.ts';
import { startedBy, type Started } from './event.ts';
import type { Environment } from './runner.ts';

const COMMANDS = ['check', 'stage', 'promote'] as const;

const INPUTS = z.object({
  SITE: z.string().regex(SITE_NAME, 'the input site is no name of a site'),
  COMMAND: z.enum(COMMANDS, 'the input command is none of check, stage and promote'),
  FOLDER: z.string(),
  PAGES: z.string(),
  CHANGE: z.string(),
  CONFIG: z.string(),
  REGION: z.string(),
  STAGE: z.string(),
  GITHUB_TOKEN: z.string(),
});

/** What the action was asked to do. */
export interface Inputs extends Started {
  readonly site: string;
  readonly command: (typeof COMMANDS)[number];
  /** Absolute path of the folder of the site's files. */
  readonly folder: string;
  /** Relative to the folder; none: all that are changed. */
  readonly pages: readonly string[];
  /** The name of the change. */
  readonly change?: string;
  /** Switches that every command of `holdfast` gets. */
  readonly switches: readonly string[];
  readonly token: string;
}

/** Reads the inputs from the environment, in which `action.yml` hands them over. Throws for what is none. */
export function readInputs(env: Environment): Inputs {
  const given = Object.fromEntries(
    Object.keys(INPUTS.shape).map((name) => [name, env[`HOLDFAST_INPUT_${name}`] ?? '']),
  );
  const read = INPUTS.safeParse(given);
  if (!read.success) throw new Error(read.error.issues.map(({ message }) => message).join('; '));
  const { SITE, COMMAND, FOLDER, PAGES, CHANGE, CONFIG, REGION, STAGE, GITHUB_TOKEN } = read.data;
  const repository = env['GITHUB_WORKSPACE'] ?? process.cwd();
  const started = startedBy(env);
  const change = CHANGE.trim() || started.title;
  return {
    ...started,
    site: SITE,
    command: COMMAND,
    folder: path.resolve(repository, FOLDER || '.'),
    pages: PAGES.split('\n')
      .map((page) => page.trim())
      .filter((page) => page !== ''),
    ...(change !== undefined && { change }),
    switches: [
      ...(CONFIG ? [`--config=${path.resolve(repository, CONFIG)}`] : []),
      ...(REGION ? [`--region=${REGION}`] : []),
      ...(STAGE ? [`--stage=${STAGE}`] : []),
    ],
    token: GITHUB_TOKEN,
  };
}
