import { homedir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';

const PATH = z.string().regex(/^[^\p{Cc}]{1,1000}$/u);
const PATHS = z.array(PATH).max(1000).default([]);

/** What `capture.yml` may say of this machine. Nothing of it is captured that is not named. */
export const OPTIONS = z.strictObject({
  /** Folders of Git repositories. */
  repositories: PATHS,
  /** Folders that are captured file by file. */
  folders: PATHS,
  /** Globs over paths below `folders`. */
  exclude: z.array(z.string().min(1).max(1000)).max(1000).default([]),
  /** Launch agents (macOS) and systemd's user units (Linux): those of this user, or those of one folder. */
  launchAgents: z.union([z.boolean(), PATH]).default(false),
  /** Files of settings of tools: values that may be secrets are hidden. */
  tools: PATHS,
});

export type LocalOptions = z.infer<typeof OPTIONS>;

/** A path as it is written in a configuration: `~/` is the home of who runs this; a relative one is below the current folder. */
export function absolute(written: string): string {
  return written === '~' || written.startsWith('~/') ? path.join(homedir(), written.slice(1)) : path.resolve(written);
}

/** A path as people write it. */
export function shown(absolutePath: string): string {
  const home = homedir();
  return absolutePath.startsWith(`${home}/`) ? `~${absolutePath.slice(home.length)}` : absolutePath;
}

/** Where agents of this user are. */
export function agentFolders(choice: LocalOptions['launchAgents']): readonly string[] {
  if (choice === false) return [];
  if (choice !== true) return [absolute(choice)];
  const configuration = process.env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config');
  return [path.join(homedir(), 'Library', 'LaunchAgents'), path.join(configuration, 'systemd', 'user')];
}
