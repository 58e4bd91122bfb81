import { Lambda, paginateListEventSourceMappings, type EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { Restorer, Step } from '../../capture/restore.ts';
import { allPages } from '../shared/all-pages.ts';
import { unlessAbsent } from '../shared/absent.ts';
import { asFarAsKnown, knownSecrets, referencesIn, unknownText, type KnownSecrets } from '../shared/known-secrets.ts';
import { pruned } from '../shared/pruned.ts';
import { FUNCTION_DOCUMENT, type FunctionDocument } from './function-document.ts';
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
    const document = FUNCTION_DOCUMENT.parse(await captured.json('config.json'));
    const whole = wantedFunction(document, to);
    const { FunctionName: name = '' } = whole.Configuration;
    const client = estate.client(Lambda, captured.entry.region);
    const live = await liveFunction(client, name, to);
    const known = await knownSecrets(document, await liveTexts(client, [name, captured.entry.id]), to);
    const wanted = textsAsFarAsKnown(whole, live?.document ?? BARE, known);
    const base = live?.document ?? asMade(wanted, await mappingsLeft(client, name));
    const work: FunctionWork = { client, name, captured, wanted, live, base, known, to, estate };
    const code = planCode(work);
    // Nothing can be added to a function that cannot be made.
    if (!live && code.some(({ kind }) => kind === 'impossible')) return code;
    const steps = [
      ...code,
      ...planSettings(work),
      ...planAliases(work),
      ...(await planAccess(work)),
      ...planTriggers(work),
      ...planOnlyLive(work),
      ...unknownTexts(whole, known, name),
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

/**
 * What live functions of these names have that may be the captured secrets. A drill's copy gets them from the function that it
 * is made beside.
 */
async function liveTexts(client: Lambda, names: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const FunctionName of new Set(names)) {
    const answer = await unlessAbsent(client.getFunction({ FunctionName }), 'ResourceNotFoundException');
    const { Description = '', Environment } = answer?.Configuration ?? {};
    texts.push(Description, ...Object.values(Environment?.Variables ?? {}), ...Object.values(answer?.Tags ?? {}));
  }
  return texts;
}

type Texts = Pick<FunctionDocument, 'Configuration' | 'Tags' | 'Aliases'>;

const BARE: Texts = { Configuration: {}, Tags: {}, Aliases: {} };

/** Environment and permissions have steps of their own for what is not known. */
function textsAsFarAsKnown(wanted: FunctionDocument, base: Texts, known: KnownSecrets): FunctionDocument {
  const { Description } = wanted.Configuration;
  const text = Description === undefined ? undefined : asFarAsKnown(Description, base.Configuration.Description, known);
  return {
    ...wanted,
    Configuration: pruned({ ...wanted.Configuration, Description: text }),
    Tags: asFarAsKnown(wanted.Tags, base.Tags, known),
    Aliases: asFarAsKnown(wanted.Aliases, base.Aliases, known),
  };
}

function unknownTexts(
  { Configuration, Tags, Aliases }: FunctionDocument,
  known: KnownSecrets,
  name: string,
): readonly Step[] {
  const unknown = referencesIn([Configuration.Description, Tags, Aliases]).filter(({ secret }) => !known.has(secret));
  if (unknown.length === 0) return [];
  return [{ kind: 'impossible', what: `function ${name}: tags and descriptions`, why: unknownText(unknown) }];
}

/** Mappings outlive their function: they are there again for the next one of its name. */
async function mappingsLeft(client: Lambda, FunctionName: string): Promise<readonly EventSourceMappingConfiguration[]> {
  const listed = allPages(
    paginateListEventSourceMappings({ client }, { FunctionName }),
    (page) => page.EventSourceMappings,
  );
  return (await unlessAbsent(listed, 'ResourceNotFoundException')) ?? [];
}
