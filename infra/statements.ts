import type { Target } from '../src/lib/site/site.ts';
import { arnOf, sub } from './template.ts';
import type { Statement, Value } from './template.ts';

/** One statement that allows these actions on these resources. */
export function allow(actions: readonly string[], resources: readonly Value[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

/** Reading objects in every version, with what is kept with them. */
export const READS = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectTagging',
  's3:GetObjectVersionTagging',
  's3:GetObjectAcl',
  's3:GetObjectVersionAcl',
];

/** Each value once. */
export function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Actions on the table, and on its index where one of them is a query. */
export function table(...actions: readonly string[]): Statement {
  const index = actions.includes('Query') ? [sub('${Table.Arn}/index/bySite')] : [];
  return allow(
    actions.map((action) => `dynamodb:${action}`),
    [arnOf('Table'), ...index],
  );
}

/** A prefix is anything S3 takes: what IAM would read as a wildcard or a variable is written as IAM's own escape. */
function literal(prefix: string): string {
  return prefix.replaceAll(/[*?$]/g, (character) => `\${!${character}}`);
}

/** What is kept under these shelves of the snapshot bucket. */
export function shelves(...names: readonly string[]): Value[] {
  return names.map((name) => sub(`\${Snapshots.Arn}/${name}/*`));
}

/** Every object of a site. */
export function objectsOf(target: Target): Value {
  return sub(`arn:\${AWS::Partition}:s3:::${target.bucket}/${literal(target.prefix)}*`);
}

/** A site's bucket itself. */
export function bucketArn(target: Target): Value {
  return sub(`arn:\${AWS::Partition}:s3:::${target.bucket}`);
}

/** Distributions in front of a site. */
export function distributionsOf(targets: readonly Target[]): Value[] {
  const ids = unique(targets.flatMap((target) => target.distributions));
  return ids.map((id) => sub(`arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/${id}`));
}
