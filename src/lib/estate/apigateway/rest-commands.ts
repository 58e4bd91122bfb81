import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { same } from '../../capture/plain-value.ts';
import { aws, keeping, members, remark, secretsIn, textOf, withVariable } from './command-text.ts';
import { tagCommands } from './tag-commands.ts';

const STAGES = z.array(
  z.looseObject({ stageName: z.string(), variables: z.record(z.string(), z.unknown()).optional() }),
);
const API = z.looseObject({
  name: z.string(),
  endpointConfiguration: z.looseObject({ types: z.array(z.string()) }).optional(),
});

/** Stands for the id of an API until it is made: no id looks like this. */
const NEW = 'ID-OF-THE-NEW-API';

/** Each stage's export imported and deployed to it, then the stage's own settings. */
export async function restCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  id: string,
): Promise<readonly string[]> {
  const { folder, region } = captured.entry;
  const api = live ? id : NEW;
  const stages = STAGES.parse(await captured.json('stages.json'));
  const commands: string[] = [];
  if (stages.length === 0)
    commands.push(remark(`It has no stage, and so no export: make it from ${folder}/resources.json by hand.`));
  for (const [index, { stageName }] of stages.entries()) {
    const file = `openapi/${encodeURIComponent(stageName)}.json`;
    const document = await captured.json(file);
    const imported = live && same(document, live.file(file) && (await live.json(file)));
    if (imported === true) continue;
    const secrets = secretsIn(document);
    if (secrets.length > 0)
      commands.push(remark(`Put the secrets into ${folder}/${file} first: ${secrets.join(', ')}`));
    const body = ['--body', `fileb://${folder}/${file}`];
    if (!live && index === 0) commands.push(...(await made(captured, body)));
    else commands.push(aws(region, 'apigateway', 'put-rest-api', '--rest-api-id', api, '--mode', 'overwrite', ...body));
    commands.push(aws(region, 'apigateway', 'create-deployment', '--rest-api-id', api, '--stage-name', stageName));
  }
  commands.push(...(await stageCommands(captured, live, api)), ...(await settingCommands(captured, live, api)));
  commands.push(...(await tagCommands(captured, live, `/restapis/${api}`)));
  return commands.map((command) => withVariable(command, NEW, 'API'));
}

async function made(captured: CapturedResource, body: readonly string[]): Promise<readonly string[]> {
  const { region } = captured.entry;
  const { endpointConfiguration } = API.parse(await captured.json('api.json'));
  const types = endpointConfiguration?.types ?? [];
  const parameters = types.length > 0 ? ['--parameters', `endpointConfigurationTypes=${types.join(',')}`] : [];
  return [keeping('API', aws(region, 'apigateway', 'import-rest-api', ...parameters, ...body), 'id')];
}

/** What patches of a stage cannot say is left to a remark. */
const BY_HAND = ['canarySettings', 'clientCertificateId', 'webAclArn', 'documentationVersion'];

async function stageCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  api: string,
): Promise<readonly string[]> {
  const { region } = captured.entry;
  const now = new Map(
    STAGES.parse(live ? await live.json('stages.json') : []).map((stage) => [stage.stageName, stage]),
  );
  const commands: string[] = [];
  for (const stage of STAGES.parse(await captured.json('stages.json'))) {
    const before = now.get(stage.stageName);
    if (before && same(before, stage)) continue;
    const at = ['--rest-api-id', api, '--stage-name', stage.stageName, '--patch-operations'];
    const patches = patchesOf(stage);
    if (patches.length > 0) commands.push(aws(region, 'apigateway', 'update-stage', ...at, JSON.stringify(patches)));
    const secrets = secretsIn(stage.variables);
    for (const [name, value] of members(stage.variables)) {
      if (same(value, before?.variables?.[name])) continue;
      const patch = { op: 'replace', path: `/variables/${name}`, value: 'FILL-IN' };
      commands.push(aws(region, 'apigateway', 'update-stage', ...at, JSON.stringify([patch])));
    }
    if (secrets.length > 0) commands.push(remark(`The values are those of ${secrets.join(', ')}`));
    const left = BY_HAND.filter((name) => stage[name] !== undefined);
    if (left.length > 0) commands.push(remark(`Set ${left.join(', ')} of stage ${stage.stageName} by hand.`));
  }
  return commands;
}

interface Patch {
  readonly op: 'replace';
  readonly path: string;
  readonly value: string;
}

/** Paths as documented: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html */
function patchesOf(stage: Readonly<Record<string, unknown>>): readonly Patch[] {
  const patch = (path: string, value: unknown): readonly Patch[] =>
    value === undefined || value === '' ? [] : [{ op: 'replace', path, value: textOf(value) }];
  const logs = new Map(members(stage['accessLogSettings']));
  return [
    ...['description', 'tracingEnabled', 'cacheClusterEnabled', 'cacheClusterSize'].flatMap((name) =>
      patch(`/${name}`, stage[name]),
    ),
    ...patch('/accessLogSettings/destinationArn', logs.get('destinationArn')),
    ...patch('/accessLogSettings/format', logs.get('format')),
    ...members(stage['methodSettings']).flatMap(([method, settings]) =>
      members(settings).flatMap(([name, value]) => {
        const path = SETTINGS[name];
        return path === undefined ? [] : patch(`/${method === '*/*' ? method : escaped(method)}/${path}`, value);
      }),
    ),
  ];
}

/** `rooms/GET` with its path as one segment: `~1rooms/GET`. */
function escaped(method: string): string {
  const at = method.lastIndexOf('/');
  return `${method.slice(0, at).replaceAll('~', '~0').replaceAll('/', '~1')}${method.slice(at)}`;
}

const SETTINGS: Readonly<Record<string, string>> = {
  metricsEnabled: 'metrics/enabled',
  loggingLevel: 'logging/loglevel',
  dataTraceEnabled: 'logging/dataTrace',
  throttlingBurstLimit: 'throttling/burstLimit',
  throttlingRateLimit: 'throttling/rateLimit',
  cachingEnabled: 'caching/enabled',
  cacheTtlInSeconds: 'caching/ttlInSeconds',
  cacheDataEncrypted: 'caching/dataEncrypted',
  requireAuthorizationForCacheControl: 'caching/requireAuthorizationForCacheControl',
  unauthorizedCacheControlHeaderStrategy: 'caching/unauthorizedCacheControlHeaderStrategy',
};

/** Settings of an API that patches can say. */
const PATCHED = [
  'name',
  'description',
  'apiKeySource',
  'disableExecuteApiEndpoint',
  'minimumCompressionSize',
  'policy',
];

async function settingCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  api: string,
): Promise<readonly string[]> {
  const wanted = new Map(members(await captured.json('api.json')));
  const now = new Map(members(live && (await live.json('api.json'))));
  const patches = PATCHED.flatMap((name): readonly Patch[] => {
    const value = wanted.get(name);
    if (value === undefined || same(value, now.get(name))) return [];
    return [{ op: 'replace', path: `/${name}`, value: textOf(value) }];
  });
  if (patches.length === 0) return [];
  const words = ['--rest-api-id', api, '--patch-operations', JSON.stringify(patches)];
  return [aws(captured.entry.region, 'apigateway', 'update-rest-api', ...words)];
}
