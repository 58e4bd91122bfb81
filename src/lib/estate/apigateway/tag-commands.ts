import type { CapturedResource } from '../../capture/captured-resource.ts';
import { tagChanges } from '../shared/tag-changes.ts';
import { TEXTS } from '../shared/texts.ts';
import { aws } from './command-text.ts';

export async function readTags(resource: CapturedResource | undefined): Promise<Readonly<Record<string, string>>> {
  return resource?.file('tags.json') ? TEXTS.parse(await resource.json('tags.json')) : {};
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
  const tags = JSON.stringify(Object.fromEntries(add));
  return [
    ...(add.length > 0 ? [aws(region, 'apigateway', 'tag-resource', '--resource-arn', arn, '--tags', tags)] : []),
    ...(drop.length > 0
      ? [aws(region, 'apigateway', 'untag-resource', '--resource-arn', arn, '--tag-keys', ...drop)]
      : []),
  ];
}
