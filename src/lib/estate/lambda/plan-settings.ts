import { same } from '../../capture/plain-value.ts';
import type { Step } from '../../capture/restore.ts';
import { allInClear } from '../shared/known-secrets.ts';
import { isAwsTag } from '../shared/tag-record.ts';
import type { FunctionDocument } from './function-document.ts';
import { partStep, type FunctionWork } from './function-work.ts';

/** Tags, concurrency, loops, signing: what belongs to the function as a whole and is set by calls of their own. */
export function planSettings(work: FunctionWork): readonly Step[] {
  const { client, name, wanted, base, known } = work;
  const FunctionName = name;
  return partStep(work, 'tags and limits', { before: partOf(base), after: partOf(wanted) }, async ({ answer }) => {
    const Resource = answer.Configuration?.FunctionArn ?? '';
    const [now, then] = [partOf(base), partOf(wanted)];
    const set = Object.entries(then.Tags).filter(([key, value]) => !same(now.Tags[key], value));
    const gone = Object.keys(now.Tags).filter((key) => !Object.hasOwn(then.Tags, key));
    const Tags = allInClear(Object.fromEntries(set), known);
    if (set.length > 0) await client.tagResource({ Resource, Tags });
    if (gone.length > 0) await client.untagResource({ Resource, TagKeys: gone });
    const { ReservedConcurrency: reserved, RecursiveLoop, CodeSigningConfigArn } = then;
    if (reserved !== now.ReservedConcurrency) {
      if (reserved === undefined) await client.deleteFunctionConcurrency({ FunctionName });
      else await client.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: reserved });
    }
    if (RecursiveLoop !== now.RecursiveLoop && RecursiveLoop !== undefined)
      await client.putFunctionRecursionConfig({ FunctionName, RecursiveLoop });
    if (CodeSigningConfigArn === now.CodeSigningConfigArn) return;
    if (CodeSigningConfigArn === undefined) await client.deleteFunctionCodeSigningConfig({ FunctionName });
    else await client.putFunctionCodeSigningConfig({ FunctionName, CodeSigningConfigArn });
  });
}

function partOf({ Tags, ReservedConcurrency, RecursiveLoop, CodeSigningConfigArn }: FunctionDocument) {
  const own = Object.fromEntries(Object.entries(Tags).filter(([key]) => !isAwsTag(key)));
  return { Tags: own, ReservedConcurrency, RecursiveLoop, CodeSigningConfigArn };
}
