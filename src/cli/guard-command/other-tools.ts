import { destinations } from './aws.ts';
import { pathTarget, s3Target, type Target, type Write } from './guarded-place.ts';
import { operandsOf } from './operands.ts';
import { UNKNOWN } from './shell-scan.ts';

/** How one tool is read. */
interface Tool {
  /** Options that take a value. */
  readonly valued: RegExp;
  /** Options with which nothing is written. */
  readonly dry: readonly string[];
  /** Subcommands by what they write: their last operand, all operands. */
  readonly last: readonly string[];
  readonly all: readonly string[];
  /** Subcommands of which the words do not tell what they write. */
  readonly untold: readonly string[];
  readonly read: (word: string) => Target | undefined;
}

const S5CMD: Tool = {
  valued:
    /^(?:-r|-c|-n|--(?:endpoint-url|credentials-file|profile|numworkers|retry-count|log|request-payer|concurrency|part-size|storage-class|sse|sse-kms-key-id|acl|cache-control|expires|content-(?:type|encoding|disposition)|metadata(?:-directive)?|exclude|include|source-region|destination-region|version-id))$/,
  dry: ['--dry-run'],
  last: ['cp', 'sync', 'pipe'],
  all: ['mv', 'rm', 'rb'],
  untold: ['run'],
  read: s3Target,
};

const S3CMD: Tool = {
  valued:
    /^(?:-[cmMP]|--(?:config|access_key|secret_key|access_token|region|host|host-bucket|mime-type|default-mime-type|add-header|remove-header|exclude|rexclude|exclude-from|include|include-from|files-from|storage-class|acl-grant|acl-revoke|encoding|server-side-encryption-kms-id|limit|limit-rate|max-retries|expiry-days|expiry-date|expiry-prefix|multipart-chunk-size-mb|cache-file|bucket-location))$/,
  dry: ['-n', '--dry-run'],
  last: ['put', 'sync', 'cp'],
  all: [
    'mv',
    'del',
    'rm',
    'rb',
    'modify',
    'restore',
    'setacl',
    'setpolicy',
    'delpolicy',
    'setcors',
    'delcors',
    'expire',
    'setlifecycle',
    'dellifecycle',
    'setversioning',
    'setownership',
    'ws-create',
    'ws-delete',
    'setnotification',
  ],
  untold: [],
  read: s3Target,
};

const RCLONE: Tool = {
  valued:
    /^(?:--(?:config|transfers|checkers|include|exclude|filter|(?:include|exclude|filter|files)-from(?:-raw)?|bwlimit|log-file|log-level|log-format|(?:max|min)-(?:age|size|depth|delete|transfer|duration)|retries|low-level-retries|retries-sleep|timeout|contimeout|stats|tpslimit|backup-dir|compare-dest|copy-dest|suffix|header(?:-upload|-download)?|metadata-set|order-by|cache-dir|buffer-size|user-agent|multi-thread-streams|s3-(?:acl|access-key-id|secret-access-key|session-token|region|endpoint|provider|storage-class|chunk-size|upload-concurrency|upload-cutoff|copy-cutoff|profile|location-constraint|server-side-encryption|sse-kms-key-id|shared-credentials-file))|-[dfo])$/,
  dry: ['-n', '--dry-run'],
  last: ['copy', 'copyto', 'sync', 'copyurl'],
  all: [
    'move',
    'moveto',
    'bisync',
    'delete',
    'deletefile',
    'purge',
    'rcat',
    'rmdir',
    'rmdirs',
    'touch',
    'settier',
    'dedupe',
    'cleanup',
    'mount',
  ],
  untold: [],
  read: rcloneTarget,
};

const MC: Tool = {
  valued:
    /^(?:-C|--(?:config-dir|attr|exclude|encrypt(?:-key)?|storage-class|older-than|newer-than|rewind|tags|region))$/,
  dry: ['--dry-run', '--fake'],
  last: ['cp', 'mirror', 'put', 'pipe'],
  all: ['mv', 'rm', 'rb', 'anonymous', 'policy', 'version', 'tag', 'ilm', 'undo'],
  untold: [],
  read: mcTarget,
};

/** The tools besides `aws` whose writes are understood, by the name of their program. */
export const OTHER_TOOLS: Readonly<Record<string, Tool>> = { s5cmd: S5CMD, s3cmd: S3CMD, rclone: RCLONE, mc: MC };

/** Reads a command of such a tool; `undefined` for what writes nothing. */
export function toolWrite(name: string, tool: Tool, words: readonly string[]): Write | undefined {
  const { operands, options } = operandsOf(words, tool.valued);
  const [subcommand = '', ...rest] = operands;
  const asked = `${name} ${subcommand.includes(UNKNOWN) ? '…' : subcommand}`;
  if (tool.dry.some((option) => options.has(option))) return undefined;
  if (subcommand.includes(UNKNOWN) || tool.untold.includes(subcommand)) return { asked, targets: ['unknown'] };
  if (tool.all.includes(subcommand)) return { asked, targets: rest.flatMap((word) => tool.read(word) ?? []) };
  if (!tool.last.includes(subcommand)) return undefined;
  if (rest.length === 1) return { asked, targets: rest.flatMap((word) => tool.read(word) ?? []) };
  return { asked, targets: destinations(rest, false, tool.read) };
}

/** `remote:bucket/key`, or `:s3,option=value:bucket/key`. What a remote of that name leads to, only its configuration says. */
function rcloneTarget(word: string): Target | undefined {
  const [, path] = /^:?[\w .,=+@-]+:([\s\S]*)$/.exec(word) ?? [];
  if (path !== undefined) return pathTarget(path.replace(/^\/+/, ''));
  return /^:?[\w .,=+@-]*\0/.test(word) ? 'unknown' : undefined;
}

/** `alias/bucket/key`, which looks like a local path as well. */
function mcTarget(word: string): Target | undefined {
  if (/^[./~]/.test(word)) return undefined;
  const [, path] = /^[^/]+\/([\s\S]*)$/.exec(word) ?? [];
  if (path !== undefined && path !== '') return pathTarget(path);
  return word.includes(UNKNOWN) ? 'unknown' : undefined;
}
