import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { isObject, same } from '../../capture/plain-value.ts';
import type { Target } from '../../capture/restore.ts';
import { aws, keeping, members, remark, textOf, withInput, withVariable } from './command-text.ts';
import { readTags, tagCommands } from './tag-commands.ts';

const MAPPINGS = z.array(z.record(z.string(), z.unknown()));
const KEYS = z.array(z.object({ id: z.string(), type: z.string() }));
const STAGES = z.array(z.looseObject({ apiId: z.string().optional() }));

/** A custom domain name, and what it leads to. */
export async function domainCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  name: string,
  to: Pick<Target, 'idOf'>,
): Promise<readonly string[]> {
  const { region } = captured.entry;
  const config = await captured.json('config.json');
  const newer = isObject(config) && 'DomainName' in config;
  const api = newer ? 'apigatewayv2' : 'apigateway';
  const commands: string[] = [];
  if (!live) {
    const tags = await readTags(captured);
    const asked = { ...(isObject(config) && config), [newer ? 'Tags' : 'tags']: tags };
    commands.push(...withInput(region, asked, api, 'create-domain-name'));
    commands.push(remark('Lead the records of the name to the new address that this answers.'));
  } else if (!same(config, await live.json('config.json'))) {
    if (newer) commands.push(...withInput(region, config, api, 'update-domain-name'));
    else commands.push(remark(`Bring it to ${captured.entry.folder}/config.json: aws apigateway update-domain-name`));
  }
  const now = live ? MAPPINGS.parse(await live.json('mappings.json')) : [];
  const keyOf = (mapping: Readonly<Record<string, unknown>>) => mapping['ApiMappingKey'] ?? mapping['basePath'] ?? '';
  for (const mapping of MAPPINGS.parse(await captured.json('mappings.json'))) {
    if (now.some((each) => same(each, mapping))) continue;
    if (now.some((each) => keyOf(each) === keyOf(mapping)))
      commands.push(
        remark(
          `Delete what is mapped to “${textOf(keyOf(mapping))}” first: aws ${api} delete-${newer ? 'api' : 'base-path'}-mapping`,
        ),
      );
    const ids = ['ApiId', 'restApiId'].flatMap((key) => {
      const id = mapping[key];
      return typeof id === 'string' ? [[key, to.idOf(id)] as const] : [];
    });
    const asked = { ...mapping, ...Object.fromEntries(ids), [newer ? 'DomainName' : 'domainName']: name };
    commands.push(...withInput(region, asked, api, newer ? 'create-api-mapping' : 'create-base-path-mapping'));
  }
  return live ? [...commands, ...(await tagCommands(captured, live, `/domainnames/${name}`))] : commands;
}

/** Stands for the id of a plan until it is made. */
const NEW = 'ID-OF-THE-NEW-PLAN';

/** A usage plan, and the keys that it has. */
export async function planCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  id: string,
  to: Pick<Target, 'idOf'>,
): Promise<readonly string[]> {
  const { region } = captured.entry;
  const wanted = new Map(members(await captured.json('config.json')));
  const now = new Map(members(live && (await live.json('config.json'))));
  const plan = live ? id : NEW;
  const commands: string[] = [];
  const apiStages = STAGES.parse(wanted.get('apiStages') ?? []).map((stage) => ({
    ...stage,
    ...(stage.apiId !== undefined && { apiId: to.idOf(stage.apiId) }),
  }));
  const { keys: _, productCode: _p, ...settings } = Object.fromEntries(wanted);
  if (live) {
    const differs = Object.keys(settings).filter((name) => !same(settings[name], now.get(name)));
    if (differs.length > 0)
      commands.push(
        remark(
          `Bring ${differs.join(', ')} to ${captured.entry.folder}/config.json: aws apigateway update-usage-plan --usage-plan-id ${plan}`,
        ),
      );
  } else {
    const asked = { ...settings, apiStages, tags: await readTags(captured) };
    const created = withInput(region, asked, 'apigateway', 'create-usage-plan');
    commands.push(...created.slice(0, -1), keeping('PLAN', created.at(-1) ?? '', 'id'));
  }
  const had = new Set(KEYS.parse(now.get('keys') ?? []).map((key) => key.id));
  for (const { id: key, type } of KEYS.parse(wanted.get('keys') ?? [])) {
    if (had.has(key)) continue;
    const words = ['--usage-plan-id', plan, '--key-id', to.idOf(key), '--key-type', type];
    commands.push(aws(region, 'apigateway', 'create-usage-plan-key', ...words));
  }
  if (live) commands.push(...(await tagCommands(captured, live, `/usageplans/${id}`)));
  return commands.map((command) => withVariable(command, NEW, 'PLAN'));
}

/** A key that callers send. Its value is not printed. */
export async function keyCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  id: string,
): Promise<readonly string[]> {
  const { region } = captured.entry;
  const { stageKeys: _, ...key } = Object.fromEntries(members(await captured.json('config.json')));
  if (!live) return withInput(region, { ...key, tags: await readTags(captured) }, 'apigateway', 'create-api-key');
  const now = new Map(members(await live.json('config.json')));
  const patches = ['name', 'description', 'enabled', 'customerId'].flatMap((name) =>
    key[name] === undefined || same(key[name], now.get(name))
      ? []
      : [{ op: 'replace', path: `/${name}`, value: textOf(key[name]) }],
  );
  return [
    ...(same(key['value'], now.get('value'))
      ? []
      : [remark('Its value cannot be changed: delete it, and make it anew.')]),
    ...(patches.length > 0
      ? [aws(region, 'apigateway', 'update-api-key', '--api-key', id, '--patch-operations', JSON.stringify(patches))]
      : []),
    ...(await tagCommands(captured, live, `/apikeys/${id}`)),
  ];
}

/** A link into a network. `api` is the command's word for the API that it belongs to. */
export async function linkCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  id: string,
  api: 'apigateway' | 'apigatewayv2',
): Promise<readonly string[]> {
  const { region, folder } = captured.entry;
  const config = members(await captured.json('config.json')).filter(([name]) => name !== 'VpcLinkVersion');
  const tags = { [api === 'apigateway' ? 'tags' : 'Tags']: await readTags(captured) };
  if (!live) return withInput(region, { ...Object.fromEntries(config), ...tags }, api, 'create-vpc-link');
  const differs = !same(await captured.json('config.json'), await live.json('config.json'));
  return [
    ...(differs ? [remark(`What a link leads to cannot be changed: make it anew from ${folder}/config.json.`)] : []),
    ...(await tagCommands(captured, live, `/vpclinks/${id}`)),
  ];
}
