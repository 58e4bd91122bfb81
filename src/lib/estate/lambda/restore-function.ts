import { Lambda, paginateListEventSourceMappings, type EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { Restorer } from '../../capture/restore.ts';
import { allPages } from '../shared/all-pages.ts';
import { unlessAbsent } from '../shared/absent.ts';
import { FUNCTION_DOCUMENT } from './function-document.ts';
import { liveFunction, type FunctionWork } from './function-work.ts';
import { planAccess } from './plan-access.ts';
import { planAliases } from './plan-aliases.ts';
import { planCode } from './plan-code.ts';
import { planOnlyLive } from './plan-only-live.ts';
import { planSettings } from './plan-settings.ts';
import { planTriggers } from './plan-triggers.ts';
import { asMade, FUNCTION_DRILL_DIFFERS, wantedFunction } from './wanted-function.ts';

/** Functions are made anew from code and configuration, or brought to where they were part by part. */
export const FUNCTION_RESTORER: Restorer = {
  after: ['iam', 'lambda-layers', 'sqs', 'sns', 'dynamodb'],
  drillDiffers: FUNCTION_DRILL_DIFFERS,
  async plan(captured, to, estate) {
    const wanted = wantedFunction(FUNCTION_DOCUMENT.parse(await captured.json('config.json')), to);
    const { FunctionName: name = '' } = wanted.Configuration;
    const client = estate.client(Lambda, captured.entry.region);
    const live = await liveFunction(client, name, to);
    const base = live?.document ?? asMade(wanted, await mappingsLeft(client, name));
    const work: FunctionWork = { client, name, captured, wanted, live, base, to, estate };
    const code = await planCode(work);
    // Nothing can be added to a function that cannot be made.
    if (!live && code.some(({ kind }) => kind === 'impossible')) return code;
    const steps = [
      ...code,
      ...planSettings(work),
      ...planAliases(work),
      ...(await planAccess(work)),
      ...planTriggers(work),
      ...planOnlyLive(work),
    ];
    return steps.length > 0 ? steps : [{ kind: 'leave', what: `function ${name}` }];
  },
  async remove({ resource }, estate) {
    const client = estate.client(Lambda, resource.region);
    const FunctionName = resource.name;
    for (const { UUID } of await mappingsLeft(client, FunctionName))
      await unlessAbsent(client.deleteEventSourceMapping({ UUID }), 'ResourceNotFoundException');
    await unlessAbsent(client.deleteFunction({ FunctionName }), 'ResourceNotFoundException');
  },
};

/** Mappings outlive their function: they are there again for the next one of its name. */
async function mappingsLeft(client: Lambda, FunctionName: string): Promise<readonly EventSourceMappingConfiguration[]> {
  const listed = allPages(
    paginateListEventSourceMappings({ client }, { FunctionName }),
    (page) => page.EventSourceMappings,
  );
  return (await unlessAbsent(listed, 'ResourceNotFoundException')) ?? [];
}
