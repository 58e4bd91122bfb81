import {
  paginateListAliases,
  paginateListEventSourceMappings,
  paginateListFunctionEventInvokeConfigs,
  paginateListFunctionUrlConfigs,
  paginateListProvisionedConcurrencyConfigs,
  paginateListVersionsByFunction,
  type AliasConfiguration,
  type EventSourceMappingConfiguration,
  type FunctionConfiguration,
  type FunctionUrlConfig,
  type GetFunctionResponse,
  type Lambda,
} from '@aws-sdk/client-lambda';
import { unlessAbsent } from '../shared/absent.ts';
import { allPages } from '../shared/all-pages.ts';
import { pruned } from '../shared/pruned.ts';
import { eventSourcesOf } from './event-sources-of.ts';
import type { FunctionDocument } from './function-document.ts';
import { qualifierOf } from './qualifier-of.ts';
import { readPermissions } from './read-permissions.ts';
import { hiddenTags, hiddenText, type Hide } from '../shared/hidden-texts.ts';
import { settingsOf } from './settings-of.ts';

/** A function as AWS tells it, all calls together. */
export interface ReadFunction {
  readonly answer: GetFunctionResponse;
  readonly document: FunctionDocument;
  readonly mappings: readonly EventSourceMappingConfiguration[];
  readonly aliases: readonly AliasConfiguration[];
  readonly urls: readonly FunctionUrlConfig[];
}

/** Reads everything of a function but its code. `undefined` where there is no such function. */
export async function readFunction(client: Lambda, name: string, hide: Hide): Promise<ReadFunction | undefined> {
  const answer = await unlessAbsent(client.getFunction({ FunctionName: name }), 'ResourceNotFoundException');
  if (!answer) return undefined;
  const [with_, of] = [{ client }, { FunctionName: name }];
  const aliases = await allPages(paginateListAliases(with_, of), ({ Aliases }) => Aliases);
  const versions = await allPages(paginateListVersionsByFunction(with_, of), ({ Versions }) => Versions);
  const mappings = await allPages(paginateListEventSourceMappings(with_, of), (page) => page.EventSourceMappings);
  const urls = await allPages(paginateListFunctionUrlConfigs(with_, of), (page) => page.FunctionUrlConfigs);
  const invokes = await allPages(
    paginateListFunctionEventInvokeConfigs(with_, of),
    (page) => page.FunctionEventInvokeConfigs,
  );
  const provisioned = await unlessAbsent(
    allPages(paginateListProvisionedConcurrencyConfigs(with_, of), (page) => page.ProvisionedConcurrencyConfigs),
    'ProvisionedConcurrencyConfigNotFoundException',
  );
  const { Configuration = {}, Code = {}, Tags = {}, Concurrency } = answer;
  // Functions made of an image have no signed code.
  const signing = Configuration.PackageType === 'Image' ? undefined : await client.getFunctionCodeSigningConfig(of);
  const document: FunctionDocument = {
    Configuration: await settingsOf(Configuration, hide),
    Code: pruned({
      CodeSha256: Configuration.CodeSha256,
      ImageUri: Code.ImageUri,
      ResolvedImageUri: Code.ResolvedImageUri,
      SourceKMSKeyArn: Code.SourceKMSKeyArn,
    }),
    Tags: await hiddenTags(Tags, hide),
    ...pruned({
      ReservedConcurrency: Concurrency?.ReservedConcurrentExecutions,
      CodeSigningConfigArn: signing?.CodeSigningConfigArn,
      RecursiveLoop: (await client.getFunctionRecursionConfig(of)).RecursiveLoop,
    }),
    Aliases: await byName(
      aliases,
      ({ Name = '' }) => Name,
      (alias) => aliasOf(alias, hide),
    ),
    Versions: await byName(
      versions.filter(({ Version }) => Version !== '$LATEST'),
      ({ Version = '' }) => Version,
      async ({ CodeSha256, Description, Version }: FunctionConfiguration) =>
        pruned({ CodeSha256, Description: await hiddenText(Description, `version/${Version}`, hide) }),
    ),
    Urls: await byName(urls, qualifierOf, ({ AuthType, Cors, InvokeMode }) => pruned({ AuthType, Cors, InvokeMode })),
    Permissions: await readPermissions(client, name, aliases, hide),
    EventInvoke: await byName(
      invokes,
      qualifierOf,
      ({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }) =>
        pruned({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }),
    ),
    EventSources: eventSourcesOf(mappings),
    ProvisionedConcurrency: await byName(
      provisioned ?? [],
      qualifierOf,
      ({ RequestedProvisionedConcurrentExecutions = 0 }) => RequestedProvisionedConcurrentExecutions,
    ),
  };
  return { answer, document, mappings, aliases, urls };
}

async function aliasOf({ Name, FunctionVersion = '', Description, RoutingConfig }: AliasConfiguration, hide: Hide) {
  const text = await hiddenText(Description, `alias/${Name}`, hide);
  return { FunctionVersion, ...pruned({ Description: text, RoutingConfig }) };
}

async function byName<Item, Value>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  valueOf: (item: Item) => Value | Promise<Value>,
): Promise<Readonly<Record<string, Value>>> {
  const entries: [string, Value][] = [];
  for (const item of items) entries.push([nameOf(item), await valueOf(item)]);
  return Object.fromEntries(entries);
}
