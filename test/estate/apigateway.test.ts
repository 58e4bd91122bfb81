import { execFileSync } from 'node:child_process';
import { APIGateway } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { startApiGateway } from '../../scripts/estate/stand-ins/api-gateway-v2.ts';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { Step } from '../../src/lib/capture/restore.ts';
import type { CaptureReader } from '../../src/lib/capture/store.ts';
import { service } from '../../src/lib/estate/apigateway.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';

/** A secret in every place that may have one. */
const CANARIES = {
  header: 'canary-rest-header-1',
  variable: 'canary-rest-variable-2',
  url: 'canary-rest-url-3',
  append: 'canary-http-header-4',
  stage: 'canary-http-variable-5',
  key: 'canary-api-key-value-0006',
};

let standIn: Awaited<ReturnType<typeof startApiGateway>>;
let estate: Estate;
let rest: APIGateway;
let http: ApiGatewayV2;
let restApiId: string;
let resourceId: string;
let ApiId: string;

beforeAll(async () => {
  standIn = await startApiGateway({ endpoint: inject('emulator') });
});
afterAll(() => standIn.close());

beforeEach(async () => {
  const standIns = { APIGateway: standIn.url, ApiGatewayV2: standIn.url };
  estate = estateAt({ endpoint: inject('emulator'), standIns });
  rest = estate.client(APIGateway);
  http = estate.client(ApiGatewayV2);
  await makeRest();
  await makeHttp();
  await rest.createApiKey({ name: 'partner', enabled: true, value: CANARIES.key });
});

async function makeRest(): Promise<void> {
  const api = await rest.createRestApi({ name: 'bookings', tags: { team: 'web' } });
  restApiId = api.id ?? '';
  const made = await rest.createResource({ restApiId, parentId: api.rootResourceId, pathPart: 'rooms' });
  resourceId = made.id ?? '';
  const at = { restApiId, resourceId, httpMethod: 'GET' };
  const uri =
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:a/invocations';
  const authorizer = await rest.createAuthorizer({ restApiId, name: 'guests', type: 'TOKEN', authorizerUri: uri });
  await rest.putMethod({ ...at, authorizationType: 'CUSTOM', authorizerId: authorizer.id });
  await rest.putIntegration({
    ...at,
    type: 'HTTP',
    integrationHttpMethod: 'GET',
    uri: `https://rooms:${CANARIES.url}@rooms.example/rooms`,
    requestParameters: {
      'integration.request.header.X-Site': `'${CANARIES.header}'`,
      'integration.request.header.X-Pass': 'method.request.header.X-Pass',
    },
  });
  await rest.createDeployment({ restApiId, stageName: 'live', variables: { DB: CANARIES.variable } });
}

async function makeHttp(): Promise<void> {
  const api = await http.createApi({ Name: 'forms', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['*'] } });
  ApiId = api.ApiId ?? '';
  const { IntegrationId } = await http.createIntegration({
    ApiId,
    IntegrationType: 'HTTP_PROXY',
    IntegrationUri: 'https://forms.example',
    IntegrationMethod: 'ANY',
    PayloadFormatVersion: '1.0',
    RequestParameters: { 'append:header.X-Key': CANARIES.append, 'append:header.X-Who': '$request.header.who' },
  });
  await http.createRoute({ ApiId, RouteKey: 'POST /forms', Target: `integrations/${IntegrationId}` });
  await http.createStage({ ApiId, StageName: '$default', AutoDeploy: true, StageVariables: { K: CANARIES.stage } });
}

async function capture(): Promise<CaptureReader> {
  const reader = await captureOf([service], estate);
  expect(reader.metadata.resources.flatMap(({ error }) => error ?? [])).toEqual([]);
  return reader;
}

async function changes(before: CapturedResource, after: CapturedResource): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { file, path } of compareResources(before, after, service)) found.push(`${file}#${path}`);
  return found;
}

async function plan(resource: CapturedResource): Promise<Step> {
  const [step] = (await service.restore?.plan(resource, targetOf(), estate)) ?? [];
  if (!step) throw new Error('Expected a step.');
  return step;
}

/** Commands that a shell reads without a complaint. */
function shell(commands: readonly string[] | undefined): string {
  const text = (commands ?? []).join('\n');
  execFileSync('sh', ['-n'], { input: text });
  return text;
}

describe('capturing APIs', () => {
  it('has what is deployed and what is in work, with names in the place of ids', async () => {
    const api = resourceOf(await capture(), 'bookings');
    expect(api.entry.folder).toBe(`api-gateway/rest-bookings-${restApiId}`);
    expect(await api.json('resources.json')).toMatchObject({
      '/rooms': {
        GET: {
          authorizer: 'guests',
          methodIntegration: {
            requestParameters: {
              'integration.request.header.X-Site': { secret: expect.stringContaining('hmac') },
              'integration.request.header.X-Pass': 'method.request.header.X-Pass',
            },
          },
        },
      },
    });
    expect(await api.json('openapi/live.json')).toMatchObject({ info: { title: 'bookings', version: '1.0' } });
    expect(await api.json('stages.json')).toMatchObject([
      { stageName: 'live', variables: { DB: { ref: expect.any(String) } } },
    ]);
    expect(await api.json('tags.json')).toEqual({ team: 'web' });
    for (const { path } of api.entry.files.filter((file) => !file.path.endsWith('observed.json')))
      expect(
        JSON.stringify(await api.json(path.slice(api.entry.folder.length + 1))).replaceAll(
          api.entry.folder.slice(12),
          '',
        ),
      ).not.toContain(resourceId);
  });

  it('writes routes with their integrations in them', async () => {
    const api = resourceOf(await capture(), 'forms');
    expect(await api.json('routes.json')).toMatchObject({
      'POST /forms': {
        Integration: {
          RequestParameters: {
            'append:header.X-Key': { secret: expect.any(String) },
            'append:header.X-Who': '$request.header.who',
          },
        },
      },
    });
    expect(await api.json('openapi.json')).toMatchObject({ openapi: '3.0.1', info: { version: '1.0' } });
  });

  it('has no secret in clear, wherever it stands', async () => {
    const reader = await capture();
    for (const { files } of reader.metadata.resources)
      for (const file of files) {
        const text = Buffer.from(await reader.bytes(file)).toString();
        for (const canary of Object.values(CANARIES)) expect(text, file.path).not.toContain(canary);
      }
  });

  it('is the same twice, also after a deployment that changes nothing', async () => {
    const [before] = [await capture()];
    await rest.createDeployment({ restApiId, stageName: 'live' });
    const after = await capture();
    for (const name of ['bookings', 'forms', 'partner'])
      expect(await changes(resourceOf(before, name), resourceOf(after, name))).toEqual([]);
  });

  it('tells a route and a stage variable that changed', async () => {
    const before = resourceOf(await capture(), 'forms');
    await http.createRoute({ ApiId, RouteKey: 'GET /forms' });
    await http.updateStage({ ApiId, StageName: '$default', StageVariables: { K: 'another-value' } });
    expect(await changes(before, resourceOf(await capture(), 'forms'))).toEqual([
      'openapi.json#paths["/forms"].get',
      'routes.json#["GET /forms"]',
      'stages.json#[StageName=$default].StageVariables.K',
    ]);
  });
});

describe('restoring APIs', () => {
  it('leaves what is as captured', async () => {
    const reader = await capture();
    for (const name of ['bookings', 'forms', 'partner'])
      expect((await plan(resourceOf(reader, name))).kind).toBe('leave');
  });

  it('prints the commands for what differs, and no secret', async () => {
    const reader = await capture();
    await rest.updateRestApi({ restApiId, patchOperations: [{ op: 'replace', path: '/description', value: 'new' }] });
    await http.updateStage({ ApiId, StageName: '$default', StageVariables: { K: 'another-value' } });
    const step = await plan(resourceOf(reader, 'bookings'));
    expect(step.kind).toBe('command');
    expect(shell(step.commands)).toContain(`aws apigateway update-rest-api --rest-api-id ${restApiId}`);
    const other = await plan(resourceOf(reader, 'forms'));
    expect(shell(other.commands)).toContain('aws apigatewayv2 update-stage');
    expect(shell(other.commands)).toContain('# Put the secrets in first: apigateway/http-forms-');
    for (const canary of Object.values(CANARIES)) expect(JSON.stringify([step, other])).not.toContain(canary);
  });

  it('prints the commands that make what is gone', async () => {
    const reader = await capture();
    await rest.deleteRestApi({ restApiId });
    await http.deleteApi({ ApiId });
    const api = await plan(resourceOf(reader, 'bookings'));
    const text = shell(api.commands);
    const folder = `api-gateway/rest-bookings-${restApiId}`;
    expect(text).toContain('# Run these in the folder of the capture before.');
    expect(text).toContain(
      `API=$(aws apigateway import-rest-api --parameters endpointConfigurationTypes=REGIONAL --body fileb://${folder}/openapi/live.json --region us-east-1 --query id --output text)`,
    );
    expect(text).toContain(
      'aws apigateway create-deployment --rest-api-id "$API" --stage-name live --region us-east-1',
    );
    const forms = shell((await plan(resourceOf(reader, 'forms'))).commands);
    expect(forms).toMatch(/^API=\$\(aws apigatewayv2 import-api --body file:\/\/api-gateway\/http-forms-/m);
    expect(forms).toContain(`"ApiId":"'"$API"'"`);
  });

  it('captures a WebSocket API without an export, and prints the commands that make it route by route', async () => {
    const chat = await http.createApi({
      Name: 'chat',
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: '$request.body.action',
    });
    const { IntegrationId } = await http.createIntegration({
      ApiId: chat.ApiId,
      IntegrationType: 'HTTP',
      IntegrationMethod: 'POST',
      IntegrationUri: 'https://chat.example',
      RequestParameters: { 'integration.request.header.X-Key': `'${CANARIES.append}'` },
    });
    await http.createRoute({ ApiId: chat.ApiId, RouteKey: 'send', Target: `integrations/${IntegrationId}` });
    const api = resourceOf(await capture(), 'chat');
    expect(api.file('openapi.json')).toBeUndefined();
    expect(JSON.stringify(await api.json('routes.json'))).not.toContain(CANARIES.append);
    expect((await plan(api)).kind).toBe('leave');
    await http.deleteApi({ ApiId: chat.ApiId });
    const text = shell((await plan(api)).commands);
    expect(text).toMatch(/^API=\$\(aws apigatewayv2 create-api /m);
    expect(text).toMatch(/^TARGET=integrations\/\$\(aws apigatewayv2 create-integration /m);
    expect(text).toMatch(/aws apigatewayv2 create-route --target "\$TARGET" --cli-input-json/);
    expect(text).not.toContain(CANARIES.append);
  });

  it('quotes names that a shell would read', async () => {
    const { id } = await rest.createRestApi({ name: "it's $(touch /tmp/x) `y`\n; rm" });
    const api = resourceOf(await capture(), "it's $(touch /tmp/x) `y`\n; rm");
    await rest.deleteRestApi({ restApiId: id });
    const text = shell((await plan(api)).commands);
    expect(execFileSync('sh', ['-s'], { input: `aws() { :; }\n${text}\n` }).toString()).toBe('');
  });
});
