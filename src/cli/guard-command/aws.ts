import { pathTarget, s3Target, type Target, type Write } from './guarded-place.ts';
import { operandsOf } from './operands.ts';
import { UNKNOWN } from './shell-scan.ts';

/** Options of `aws` itself and of its S3 commands that take a value (AWS CLI reference, "aws" and "s3"). */
const VALUED =
  /^--(?:profile|region|endpoint-url|output|query|color|ca-bundle|cli-(?:read-timeout|connect-timeout|binary-format|error-format|input-(?:json|yaml))|exclude|include|acl|grants|sse|sse-c|sse-c-key|sse-kms-key-id|sse-c-copy-source|sse-c-copy-source-key|storage-class|website-redirect|content-(?:type|disposition|encoding|language)|cache-control|expires|source-region|page-size|metadata|metadata-directive|request-payer|checksum-(?:mode|algorithm)|copy-props|expected-size|expires-in|case-conflict|index-document|error-document|bucket|key|copy-source|key-marker|upload-id|part-number|body|policy|bucket-name-prefix|tagging|[\w-]+-configuration)$/;

/** Reads `aws s3 …` and `aws s3api …`; `undefined` for what writes nothing to S3. */
export function awsWrite(words: readonly string[]): Write | undefined {
  // `--delete` is a switch of `s3 sync` and takes a value in `s3api delete-objects`; both read the same without it.
  const { operands, options } = operandsOf(
    words.filter((word) => word !== '--delete'),
    VALUED,
  );
  const [service = '', subcommand = '', ...rest] = operands;
  if (service.includes(UNKNOWN)) return { asked: 'aws …', targets: ['unknown'] };
  if (options.has('--dryrun')) return undefined;
  if (service === 's3') return s3Write(subcommand, rest);
  return service === 's3api' ? apiWrite(subcommand, options) : undefined;
}

function s3Write(subcommand: string, operands: readonly string[]): Write | undefined {
  const asked = `aws s3 ${subcommand.includes(UNKNOWN) ? '…' : subcommand}`;
  if (asked === 'aws s3 …') return { asked, targets: ['unknown'] };
  if (subcommand === 'rm' || subcommand === 'rb' || subcommand === 'website')
    return { asked, targets: addresses(operands) };
  if (subcommand !== 'cp' && subcommand !== 'sync' && subcommand !== 'mv') return undefined;
  return { asked, targets: destinations(operands, subcommand === 'mv') };
}

/** What a copy writes to: the last of two operands. Where there are more, an option has a value that is not known to: any. */
export function destinations(
  operands: readonly string[],
  moves: boolean,
  read: (word: string) => Target | undefined = s3Target,
): readonly Target[] {
  const all = operands.length === 2 && !moves ? operands.slice(1) : operands;
  if (operands.length === 1 && operands[0]?.includes(UNKNOWN)) return ['unknown'];
  return all.flatMap((word) => read(word) ?? []);
}

function addresses(operands: readonly string[]): readonly Target[] {
  return operands.flatMap((word) => s3Target(word) ?? []);
}

/** Calls that only read, and one that only clears away parts. */
const READS = /^(?:get|head|list|select|wait|help|abort)\b/;

/** Calls that are about one object; all others are about the whole bucket. */
const OF_OBJECTS = /object|upload|part/;

function apiWrite(call: string, options: ReadonlyMap<string, string | undefined>): Write | undefined {
  if (call === '' || READS.test(call)) return undefined;
  const asked = `aws s3api ${call.includes(UNKNOWN) ? '…' : call}`;
  const bucket = options.get('--bucket');
  if (bucket === undefined) return options.has('--generate-cli-skeleton') ? undefined : { asked, targets: ['unknown'] };
  const key = OF_OBJECTS.test(call) ? (options.get('--key') ?? '') : '';
  return { asked, targets: [pathTarget(`${bucket}/${key}`)] };
}
