import { same } from '../../capture/plain-value.ts';
import { isAwsTag } from './tag-record.ts';

type Tags<Value = string> = Readonly<Record<string, Value>>;

/** What brings tags to what they should be; AWS's own are left to it. */
export interface TagChanges<Value> {
  readonly add: readonly (readonly [key: string, value: Value])[];
  readonly drop: readonly string[];
}

export function tagChanges<Value>(live: Tags<Value>, wanted: Tags<Value>): TagChanges<Value> {
  const own = (tags: Tags<Value>) => new Map(Object.entries(tags).filter(([key]) => !isAwsTag(key)));
  const [before, after] = [own(live), own(wanted)];
  return {
    add: [...after].filter(([key, value]) => !same(before.get(key), value)),
    drop: [...before.keys()].filter((key) => !after.has(key)),
  };
}

/** The same for people, a line each. */
export function tagLines(live: Tags, wanted: Tags): readonly string[] {
  const { add, drop } = tagChanges(live, wanted);
  return [...add.map(([key, value]) => `tag ${key}: ${value}`), ...drop.map((key) => `no tag ${key}`)];
}
