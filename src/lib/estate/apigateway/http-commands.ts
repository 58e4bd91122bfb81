import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { isObject, same } from '../../capture/plain-value.ts';
import { without } from '../shared/without.ts';
import { aws, keeping, members, remark, secretsIn, withInput, withVariable } from './command-text.ts';
import { tagCommands } from './tag-commands.ts';

const API = z.looseObject({ ProtocolType: z.string() });
const STAGES = z.array(z.looseObject({ StageName: z.string() }));

/** Stands for ids until there are any: no id looks like these. */
const NEW = 'ID-OF-THE-NEW-API';
const INTEGRATION = 'ID-OF-THE-INTEGRATION';

/** The export imported; WebSocket APIs, which have none, route by route. Then the stages. */
export async function httpCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  id: string,
): Promise<readonly string[]> {
  const api = live ? id : NEW;
  const { ProtocolType } = API.parse(await captured.json('api.json'));
  const commands = [
    ...(ProtocolType === 'WEBSOCKET'
      ? await routeCommands(captured, live, api)
      : await importCommands(captured, live, api)),
    ...(await stageCommands(captured, live, api)),
    ...(await tagCommands(captured, live, `/apis/${api}`)),
  ];
  return commands.map((command) =>
    withVariable(withVariable(command, NEW, 'API'), `integrations/${INTEGRATION}`, 'TARGET'),
  );
}

async function importCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  api: string,
): Promise<readonly string[]> {
  const { folder, region } = captured.entry;
  const document = await captured.json('openapi.json');
  const commands: string[] = [];
  const secrets = secretsIn(document);
  const file = `${folder}/openapi.json`;
  const imports = !live || !same(document, await live.json('openapi.json'));
  if (imports && secrets.length > 0) commands.push(remark(`Put the secrets into ${file} first: ${secrets.join(', ')}`));
  const body = ['--body', `file://${file}`];
  if (!live) commands.push(keeping('API', aws(region, 'apigatewayv2', 'import-api', ...body), 'ApiId'));
  else if (imports) commands.push(aws(region, 'apigatewayv2', 'reimport-api', '--api-id', api, ...body));
  const wanted = await captured.json('api.json');
  if (isObject(wanted) && !same(wanted, live && (await live.json('api.json')))) {
    const settings = without(wanted, 'ProtocolType', 'ApiGatewayManaged', 'DisableSchemaValidation');
    commands.push(...withInput(region, { ...settings, ApiId: api }, 'apigatewayv2', 'update-api'));
  }
  return commands;
}

async function routeCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  api: string,
): Promise<readonly string[]> {
  const { region } = captured.entry;
  const commands: string[] = [];
  if (!live) {
    const [create, ...rest] = withInput(
      region,
      await captured.json('api.json'),
      'apigatewayv2',
      'create-api',
    ).toReversed();
    commands.push(...rest, keeping('API', create ?? '', 'ApiId'));
  }
  const now = new Map(members(live && (await live.json('routes.json'))));
  for (const [RouteKey, route] of members(await captured.json('routes.json'))) {
    if (!isObject(route) || same(route, now.get(RouteKey))) continue;
    const { Integration, RouteResponses, ...settings } = route;
    if (isObject(Integration)) {
      const { IntegrationResponses: _, ...integration } = Integration;
      const asked = withInput(region, { ...integration, ApiId: api }, 'apigatewayv2', 'create-integration');
      const [create, ...rest] = asked.toReversed();
      commands.push(...rest, `TARGET=integrations/$(${create ?? ''} --query IntegrationId --output text)`);
    }
    const target = isObject(Integration) ? ['--target', `integrations/${INTEGRATION}`] : [];
    const verb = now.has(RouteKey) ? 'update-route' : 'create-route';
    if (now.has(RouteKey))
      commands.push(remark(`Give update-route the --route-id of ${RouteKey}: aws apigatewayv2 get-routes`));
    commands.push(...withInput(region, { ...settings, RouteKey, ApiId: api }, 'apigatewayv2', verb, ...target));
    if (Array.isArray(RouteResponses) && RouteResponses.length > 0)
      commands.push(remark(`Make the responses of ${RouteKey} by hand: aws apigatewayv2 create-route-response`));
  }
  return commands;
}

async function stageCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  api: string,
): Promise<readonly string[]> {
  const { region } = captured.entry;
  const now = new Map(
    STAGES.parse(live ? await live.json('stages.json') : []).map((stage) => [stage.StageName, stage]),
  );
  return STAGES.parse(await captured.json('stages.json')).flatMap((stage) => {
    const before = now.get(stage.StageName);
    if (before && same(before, stage)) return [];
    const asked = { ...without(stage, 'ApiGatewayManaged', ...(before ? ['Tags'] : [])), ApiId: api };
    return withInput(region, asked, 'apigatewayv2', before ? 'update-stage' : 'create-stage');
  });
}
