import {
  hasStatement,
  otherStatements,
  standingStatement,
  statementId,
  withoutStatement,
  withStatement,
  type Statement,
} from '../../lib/aws/bucket-policy-statement.ts';
import type { OperatorBucket } from '../../lib/aws/operator-bucket.ts';
import type { Inexpressible } from '../../lib/deploy/policy-globs.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Session } from '../command.ts';
import { done, refusal, type Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { wantedStatement } from './wanted-statement.ts';

/** Has S3 refuse writes of a site's pages without a condition: one statement of the bucket's policy. May run twice. */
export async function requireConditionalWrites(site: Site, session: Session): Promise<Outcome> {
  const { bucket, seen } = await policyOf(site, session);
  const wanted = wantedStatement(site, session.operator.stack);
  if (wanted.kind === 'inexpressible') throw inexpressible(site, wanted.globs);
  const { statement } = wanted;
  const stands = standingStatement(seen, statement);
  const value = { site: site.name, bucket: site.production.bucket, statement };
  if (stands === 'current')
    return done(
      { ...value, done: true },
      `${site.production.bucket} already asks for conditional writes of its pages.`,
    );
  const next = withStatement(seen, statement);
  const change = [
    `require conditional writes of ${site.name}`,
    `  policy of ${site.production.bucket}: ${manner(seen, stands, statementId(site.name))}`,
    ...shown(statement),
    ...LOCKED_OUT,
  ].join('\n');
  if ((await session.ask(change)) === 'dry-run') return done({ ...value, done: false }, '');
  await bucket.setPolicy({ seen, next });
  return done({ ...value, done: true }, `S3 now refuses writes of ${site.name}'s pages that name no condition.`);
}

/** Takes that statement out again; a policy that has no other goes with it. May run twice. */
export async function allowPlainWrites(site: Site, session: Session): Promise<Outcome> {
  const { bucket, seen } = await policyOf(site, session);
  const id = statementId(site.name);
  const value = { site: site.name, bucket: site.production.bucket, sid: id, removed: hasStatement(seen, id) };
  if (!value.removed) return done({ ...value, done: true }, `The policy of ${site.production.bucket} has no ${id}.`);
  const next = withoutStatement(seen, id);
  const others = counted(otherStatements(seen, id), 'other statement');
  const lines = [
    `no longer require conditional writes of ${site.name}`,
    `  policy of ${site.production.bucket}: statement ${id} removed, ${others}: untouched`,
    ...(next === undefined ? ['  the policy has no other statement, and is removed'] : []),
  ];
  if ((await session.ask(lines.join('\n'))) === 'dry-run') return done({ ...value, removed: false, done: false }, '');
  await bucket.setPolicy({ seen, next });
  return done({ ...value, done: true }, `Plain writes of ${site.name}'s pages are possible again.`);
}

async function policyOf(site: Site, { operator }: Session): Promise<{ bucket: OperatorBucket; seen?: string }> {
  const bucket = operator.bucket(site.production.bucket);
  if ((await bucket.versioning()) !== undefined) return { bucket, seen: await bucket.policy() };
  const hint = 'Create it, or correct production.bucket in the configuration.';
  throw refusal(`There is no bucket ${site.production.bucket}.`, hint);
}

function manner(seen: string | undefined, stands: 'other' | 'absent', id: string): string {
  if (seen === undefined) return 'none yet, made with this statement';
  const others = counted(otherStatements(seen, id), 'other statement');
  return `statement ${stands === 'other' ? 'of ours replaced' : 'added'}, ${others}: untouched`;
}

function shown(statement: Statement): string[] {
  return JSON.stringify(statement, undefined, 2)
    .split('\n')
    .map((line) => printable(`  ${line}`));
}

const LOCKED_OUT = [
  '  from then on S3 refuses for these keys, whoever asks: aws s3 cp, sync and mv, uploads in the S3 console, copies,',
  '  and every tool that sends neither If-Match nor If-None-Match; the guard and holdfast always send one',
];

function inexpressible(site: Site, globs: readonly Inexpressible[]): Error {
  const lines = globs.map(({ glob, why, wider }) => printable(`  "${glob}" ${why}: ${wider}`));
  const message = `The pages of ${site.name} cannot be named exactly in a bucket policy:`;
  const hint =
    'Write the globs as "**/*.html", "folder/**/*.html", "**/index.html" or whole keys, apply, and try again. ' +
    'The guard itself needs none of this.';
  return refusal([message, ...lines].join('\n'), hint);
}
