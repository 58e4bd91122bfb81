import type { CapturedResource } from '../../capture/captured-resource.ts';
import { tagChanges } from '../shared/tag-changes.ts';
import { aws, members, secretsIn, withInput } from './command-text.ts';

/** Tags by key: a reference in the place of one that looks like a secret. */
export async function readTags(resource: CapturedResource | undefined): Promise<Readonly<Record<string, unknown>>> {
  return resource?.file('tags.json') ? Object.fromEntries(members(await resource.json('tags.json'))) : {};
}

/** What brings the tags of something live to what they were. `path` is its ARN's last part: `/restapis/a1b2c3`. */
export async function tagCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  path: string,
): Promise<readonly string[]> {
  const { region } = captured.entry;
  const { add, drop } = tagChanges(await readTags(live), await readTags(captured));
  const arn = `arn:aws:apigateway:${region}::${path}`;
  const tags = Object.fromEntries(add);
  const words = ['apigateway', 'tag-resource'];
  const set =
    secretsIn(tags).length > 0
      ? withInput(region, { resourceArn: arn, tags }, ...words)
      : [aws(region, ...words, '--resource-arn', arn, '--tags', JSON.stringify(tags))];
  return [
    ...(add.length > 0 ? set : []),
    ...(drop.length > 0
      ? [aws(region, 'apigateway', 'untag-resource', '--resource-arn', arn, '--tag-keys', ...drop)]
      : []),
  ];
}
