import { same } from '../../capture/plain-value.ts';
import { tagCalls, type AwsCall } from '../shared/aws-command.ts';
import { jsonText } from '../shared/parsed-json.ts';
import { tagList } from '../shared/tags.ts';
import type { Call, Policy } from './documents.ts';

/** IAM keeps so many versions of a policy. */
const MOST_VERSIONS = 5;

/** Makes the policies that are missing, and a new version of those that say something else. `others`: versions that do not count. */
export function policyCalls(
  wanted: Readonly<Record<string, Policy>>,
  now: Readonly<Record<string, Policy>>,
  others: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  call: Call,
): readonly AwsCall[] {
  return Object.entries(wanted).flatMap(([PolicyName, { Arn: PolicyArn, Path, Description, Document, Tags }]) => {
    const live = now[PolicyName];
    const PolicyDocument = jsonText(Document);
    if (!live) return [call('create-policy', { PolicyName, Path, Description, PolicyDocument, Tags: tagList(Tags) })];
    const versions = Object.keys(others[PolicyName] ?? {}).toSorted((a, b) => numberOf(a) - numberOf(b));
    const oldest = versions.length < MOST_VERSIONS - 1 ? [] : versions.slice(0, 1);
    return [
      ...(same(live.Document, Document)
        ? []
        : [
            ...oldest.map((VersionId) => call('delete-policy-version', { PolicyArn, VersionId })),
            call('create-policy-version', { PolicyArn, PolicyDocument, SetAsDefault: true }),
          ]),
      ...tagCalls(Tags, live.Tags, {
        set: (tags) => call('tag-policy', { PolicyArn, Tags: tagList(tags) }),
        remove: (TagKeys) => call('untag-policy', { PolicyArn, TagKeys }),
      }),
    ];
  });
}

/** `v12` */
function numberOf(version: string): number {
  return Number(version.slice(1));
}
