import { APIGateway } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { REGION } from '../../local/places.ts';
import { each, type Ground } from '../ground.ts';
import { functionArn, topic } from '../names.ts';
import { secretOf } from '../random.ts';

/** REST and HTTP APIs with stages, their variables, keys and authorizers. */
export async function makeApis(ground: Ground): Promise<void> {
  await makeRestApis(ground);
  await makeHttpApis(ground);
}

/** What calls a function, as API Gateway writes it. */
function invocation(account: string, index: number): string {
  return `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${functionArn(account, index)}/invocations`;
}

async function makeRestApis({ estate, account, size }: Ground): Promise<void> {
  const gateway = estate.client(APIGateway);
  const { items = [] } = await gateway.getRestApis({ limit: 500 });
  const there = new Set(items.map(({ name }) => name));
  await each(size.restApis, async (index) => {
    const name = `${topic(index + 2)}-rest`;
    if (there.has(name)) return;
    const { id: restApiId } = await gateway.createRestApi({
      name,
      description: `REST API of ${topic(index + 2)}`,
      endpointConfiguration: { types: ['REGIONAL'] },
      tags: { site: topic(index + 2) },
    });
    const { items: resources = [] } = await gateway.getResources({ restApiId });
    const { id: resourceId } = await gateway.createResource({
      restApiId,
      parentId: resources[0]?.id,
      pathPart: 'bookings',
    });
    const method = { restApiId, resourceId, httpMethod: 'POST' };
    await gateway.putMethod({ ...method, authorizationType: 'NONE', apiKeyRequired: true });
    await gateway.putMethodResponse({ ...method, statusCode: '200' });
    await gateway.putIntegration({
      ...method,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: invocation(account, index),
      requestParameters: { 'integration.request.header.X-Origin-Key': `'${secretOf(`rest/${index}`)}'` },
    });
    const { id: deploymentId } = await gateway.createDeployment({ restApiId, description: 'first' });
    for (const stageName of ['prod', 'staging'])
      await gateway.createStage({
        restApiId,
        stageName,
        deploymentId,
        description: `${stageName} of ${name}`,
        variables: { table: 'booking-items', paymentKey: secretOf(`rest/${index}/${stageName}`) },
        tags: { stage: stageName },
      });
    await makeUsagePlan(gateway, index, restApiId);
  });
}

async function makeUsagePlan(gateway: APIGateway, index: number, apiId: string | undefined): Promise<void> {
  const { id: keyId } = await gateway.createApiKey({
    name: `${topic(index + 2)}-partner`,
    enabled: true,
    value: secretOf(`rest/${index}/key`),
  });
  const { id: usagePlanId } = await gateway.createUsagePlan({
    name: `${topic(index + 2)}-plan`,
    apiStages: [{ apiId, stage: 'prod' }],
    throttle: { rateLimit: 10, burstLimit: 20 },
    quota: { limit: 1000, period: 'DAY', offset: 0 },
  });
  await gateway.createUsagePlanKey({ usagePlanId, keyId, keyType: 'API_KEY' });
}

async function makeHttpApis({ estate, account, size }: Ground): Promise<void> {
  const gateway = estate.client(ApiGatewayV2);
  const { Items = [] } = await gateway.getApis({ MaxResults: '500' });
  const there = new Set(Items.map(({ Name }) => Name));
  await each(size.httpApis, async (index) => {
    const Name = `${topic(index + 2)}-http`;
    if (there.has(Name)) return;
    const { ApiId } = await gateway.createApi({
      Name,
      ProtocolType: 'HTTP',
      Description: `HTTP API of ${topic(index + 2)}`,
      CorsConfiguration: { AllowOrigins: ['https://demo.example'], AllowMethods: ['GET', 'POST'], MaxAge: 300 },
      Tags: { site: topic(index + 2) },
    });
    const { IntegrationId } = await gateway.createIntegration({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: functionArn(account, index),
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 10_000,
    });
    for (const RouteKey of ['GET /bookings', 'POST /bookings/{id}', '$default'])
      await gateway.createRoute({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` });
    if (index % 2 === 0)
      await gateway.createAuthorizer({
        ApiId,
        Name: 'guests',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://login.demo.example', Audience: ['guests'] },
      });
    for (const StageName of ['$default', 'staging'])
      await gateway.createStage({
        ApiId,
        StageName,
        AutoDeploy: true,
        StageVariables: { table: 'booking-items', paymentKey: secretOf(`http/${index}/${StageName}`) },
      });
  });
}
