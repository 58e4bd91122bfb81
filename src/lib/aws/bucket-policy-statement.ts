import { HoldfastError } from '../errors.ts';

/** Largest bucket policy that S3 takes, in bytes (Amazon S3 user guide, "Bucket policies": 20 KB). */
const LARGEST_POLICY = 20 * 1024;

/** The version from which policies know `${*}`; a policy without one is of 2008 (IAM user guide, "Version"). */
const WITH_VARIABLES = '2012-10-17';

/** One statement of a policy, as JSON has it. */
export type Statement = Readonly<Record<string, unknown>>;

interface Policy {
  readonly Version?: unknown;
  readonly [other: string]: unknown;
}

/** The id of a site's statement: it tells whose statement it is, in any bucket. */
export function statementId(site: string): string {
  return `HoldfastConditionalWrites-${site}`;
}

/**
 * Refuses a write to these keys that names no ETag which it expects, nor that nothing is there. Parts of an upload in parts
 * cannot say either and are left out by `s3:ObjectCreationOperation`; the request that completes it is not (Amazon S3 user
 * guide, "Enforce conditional writes on Amazon S3 buckets").
 */
export function conditionalWrites(
  site: string,
  { bucket, partition }: { bucket: string; partition: string },
  patterns: readonly string[],
): Statement {
  return {
    Sid: statementId(site),
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: patterns.map((pattern) => `arn:${partition}:s3:::${bucket}/${pattern}`),
    Condition: {
      Null: { 's3:if-match': 'true', 's3:if-none-match': 'true' },
      Bool: { 's3:ObjectCreationOperation': 'true' },
    },
  };
}

/** The partition of AWS that a region is in, as ARNs begin with it. */
export function partitionOf(region: string): string {
  const [, special] = /^(cn|us-gov|us-isob|us-iso)-/.exec(region) ?? [];
  if (special === undefined) return 'aws';
  return { cn: 'aws-cn', 'us-gov': 'aws-us-gov', 'us-iso': 'aws-iso', 'us-isob': 'aws-iso-b' }[special] ?? 'aws';
}

/** How a statement of ours stands in a policy: as it should be, otherwise, or not at all. */
export function standingStatement(policy: string | undefined, wanted: Statement): 'current' | 'other' | 'absent' {
  const found = ours(statementsOf(parsed(policy)), wanted.Sid);
  if (found.length === 0) return 'absent';
  return found.length === 1 && canonical(found[0]) === canonical(wanted) ? 'current' : 'other';
}

/** Whether a policy has a statement with this id. */
export function hasStatement(policy: string | undefined, id: string): boolean {
  return ours(statementsOf(parsed(policy)), id).length > 0;
}

/** How many statements a policy has besides the one with this id. */
export function otherStatements(policy: string | undefined, id: string): number {
  const statements = statementsOf(parsed(policy));
  return statements.length - ours(statements, id).length;
}

/**
 * The policy with this statement in place of an older one with its id; every other statement stays as it is and where it
 * is. Throws `BUCKET.POLICY` where S3 would not take the result, or would read the statement otherwise.
 */
export function withStatement(policy: string | undefined, statement: Statement): string {
  const document = parsed(policy) ?? { Version: WITH_VARIABLES };
  if (document.Version !== WITH_VARIABLES && JSON.stringify(statement).includes('${')) throw withoutVariables();
  const statements = statementsOf(document);
  const at = statements.findIndex((each) => idOf(each) === statement.Sid);
  const others = statements.filter((each) => idOf(each) !== statement.Sid);
  const next = at === -1 ? [...others, statement] : others.toSpliced(at, 0, statement);
  const text = JSON.stringify({ ...document, Statement: next });
  if (Buffer.byteLength(text) > LARGEST_POLICY) throw tooLarge(text);
  return text;
}

/** The policy without the statement with this id; `undefined` where none is left, for a policy without any is none. */
export function withoutStatement(policy: string | undefined, id: string): string | undefined {
  const document = parsed(policy);
  const others = statementsOf(document).filter((each) => idOf(each) !== id);
  return document === undefined || others.length === 0 ? undefined : JSON.stringify({ ...document, Statement: others });
}

function parsed(policy: string | undefined): Policy | undefined {
  if (policy === undefined) return undefined;
  const document: unknown = jsonOf(policy);
  if (isObject(document)) return document;
  const hint = 'Look at it in the S3 console, under Permissions; it must be a JSON object with statements.';
  throw new HoldfastError('BUCKET.POLICY', "The bucket's policy cannot be read.", { hint });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A policy may have one statement without a list around it. */
function statementsOf(policy: Policy | undefined): readonly unknown[] {
  const statements = policy?.['Statement'];
  if (statements === undefined) return [];
  return Array.isArray(statements) ? statements : [statements];
}

function ours(statements: readonly unknown[], id: unknown): readonly unknown[] {
  return statements.filter((each) => idOf(each) === id);
}

function idOf(statement: unknown): unknown {
  return isObject(statement) ? statement['Sid'] : undefined;
}

/** As a policy means it: one value is a list of one, in lists the order says nothing, and `true` is `"true"`. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const all = value.map(canonical).toSorted();
    return all.length === 1 ? (all[0] ?? '') : `[${all.join(',')}]`;
  }
  if (!isObject(value)) return JSON.stringify(String(value));
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`);
  return `{${entries.toSorted().join(',')}}`;
}

function withoutVariables(): HoldfastError {
  const hint =
    `Set "Version": "${WITH_VARIABLES}" in it, after checking that no other statement has "\${" in it, ` +
    'or give the site a prefix and globs without *, ? and $.';
  const what = 'The bucket has a policy of an older version, in which *, ? and $ of a key cannot be named.';
  return new HoldfastError('BUCKET.POLICY', what, { hint });
}

function tooLarge(text: string): HoldfastError {
  const hint = 'Shorten the other statements, or name the pages with fewer globs, e.g. "**/*.html".';
  const what = `The bucket's policy would have ${Buffer.byteLength(text).toLocaleString('en')} bytes; S3 takes 20 KB.`;
  return new HoldfastError('BUCKET.POLICY', what, { hint });
}
