import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Target } from '../../capture/restore.ts';
import { isSecretReference } from '../../capture/secrets.ts';
import { commandLine } from '../../capture/shell.ts';
import { differ } from './config.ts';
import { JsonText } from './parsed-json.ts';
import { isAwsTag } from './tag-record.ts';

/** One call of the AWS command line. */
export interface AwsCall {
  /** The service as the command line calls it: `sns`. */
  readonly service: string;
  /** The operation as the command line calls it: `create-topic`. */
  readonly operation: string;
  readonly region: string;
  /** The operation's input as its API has it. Secret references become places to fill in. */
  readonly input: Readonly<Record<string, unknown>>;
  /** More words, e.g. `--template-body file://…`. */
  readonly words?: readonly string[];
}

/** Makes calls of one service for one resource. */
export function callsOf(service: string, { entry }: CapturedResource) {
  return (operation: string, input: AwsCall['input'], words: AwsCall['words'] = []): AwsCall => ({
    service,
    operation,
    region: entry.region,
    input,
    words,
  });
}

/**
 * The calls as they are typed, each quoted for a POSIX shell. The input is given as one JSON text: so no name or value can be
 * read as an option or as a file to load. What has another id by now is called by that. Comments come first where somebody has to
 * fill in secrets.
 */
export function awsCommands(to: Pick<Target, 'idOf'>, calls: readonly AwsCall[]): readonly string[] {
  const missing = new Set<string>();
  const said = (_: string, value: unknown): unknown => {
    if (typeof value === 'string') return to.idOf(value);
    if (value instanceof JsonText) return JSON.stringify(value.document, said);
    if (!isSecretReference(value)) return value;
    missing.add(value.ref);
    return placeholder(value.ref);
  };
  const lines = calls.map(({ service, operation, region, input, words = [] }) => {
    const json = JSON.stringify(input, said);
    const at = region === 'global' ? [] : ['--region', region];
    return commandLine('aws', service, operation, ...at, '--cli-input-json', visible(json), ...words);
  });
  const fill = [...missing].map((ref) => visible(`# Put the value of ${ref} in the place of ${placeholder(ref)}:`));
  return [...fill, ...lines];
}

/** What terminals take for commands, or hide, as JSON writes it otherwise. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

function placeholder(ref: string): string {
  return `FILL-IN:${ref}`;
}

/** What sets tags where they differ and takes away the others, but for AWS's own; `set` and `remove` make the calls. */
export function tagCalls(
  wanted: Readonly<Record<string, unknown>>,
  live: Readonly<Record<string, unknown>>,
  calls: {
    readonly set: (tags: Readonly<Record<string, unknown>>) => AwsCall;
    readonly remove: (keys: readonly string[]) => AwsCall;
  },
): readonly AwsCall[] {
  const set = Object.entries(wanted).filter(([key, value]) => !isAwsTag(key) && differ(live[key], value));
  const remove = Object.keys(live).filter((key) => !isAwsTag(key) && !Object.hasOwn(wanted, key));
  return [
    ...(set.length > 0 ? [calls.set(Object.fromEntries(set))] : []),
    ...(remove.length > 0 ? [calls.remove(remove)] : []),
  ];
}
