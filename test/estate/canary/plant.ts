import { APIGateway } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudFront } from '@aws-sdk/client-cloudfront';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { Route53 } from '@aws-sdk/client-route-53';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { SSM } from '@aws-sdk/client-ssm';
import { zipOf } from '../../../scripts/estate/parts/zip.ts';
import type { Estate } from '../../../src/lib/capture/estate.ts';
import type { Canaries } from './canaries.ts';

const CODE = "export const handler = async () => 'ahoy';\n";

/** Plants a secret in every configuration of AWS that may hold one. */
export async function plantOnAws(estate: Estate, canaries: Canaries): Promise<void> {
  await plantFunction(estate, 'booking', {
    PLAIN: canaries.plant('environment of a function'),
    API_KEY: canaries.plant('environment of a function, by its name'),
    QUOTES: canaries.plant('environment of a function, with quotes', (value) => `"é${value}\n<&>'/+ \\`),
  });
  await plantPermission(estate, canaries);
  await plantRestApi(estate, canaries);
  await plantHttpApi(estate, canaries);
  await plantDistribution(estate, canaries);
  await plantMessages(estate, canaries);
  await plantStack(estate, canaries);
  await plantStores(estate, canaries);
  await plantOthers(estate, canaries);
  await plantRole(estate, canaries);
}

/** A function with this environment. */
export async function plantFunction(
  estate: Estate,
  FunctionName: string,
  Variables: Record<string, string>,
  source = CODE,
): Promise<void> {
  await estate.client(Lambda).createFunction({
    FunctionName,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${estate.account}:role/runs`,
    Code: { ZipFile: await zipOf({ 'index.mjs': source }) },
    Environment: { Variables },
  });
}

async function plantPermission(estate: Estate, canaries: Canaries): Promise<void> {
  await estate.client(Lambda).addPermission({
    FunctionName: 'booking',
    StatementId: 'skill',
    Action: 'lambda:InvokeFunction',
    Principal: 'alexa-appkit.amazon.com',
    EventSourceToken: canaries.plantUnhashed('token of a permission'),
  });
}

async function plantRestApi(estate: Estate, canaries: Canaries): Promise<void> {
  const gateway = estate.client(APIGateway);
  const { id: restApiId } = await gateway.createRestApi({
    name: 'booking-rest',
    tags: { 'api-token': canaries.plant('tag of a REST API') },
  });
  const { items = [] } = await gateway.getResources({ restApiId });
  const method = { restApiId, resourceId: items[0]?.id, httpMethod: 'POST' };
  await gateway.putMethod({ ...method, authorizationType: 'NONE' });
  await gateway.putIntegration({
    ...method,
    type: 'HTTP',
    integrationHttpMethod: 'POST',
    uri: canaries.plantUnhashed('address of an integration', (value) => `https://me:${value}@backend.example/`),
    requestParameters: {
      'integration.request.header.X-Plain': canaries.plant('header literal of an integration', (value) => `'${value}'`),
    },
    requestTemplates: {
      'application/json': canaries.plantUnhashed('template of an integration', (value) => `{"apiKey": "${value}"}`),
    },
  });
  const { id: deploymentId } = await gateway.createDeployment({ restApiId });
  await gateway.createStage({
    restApiId,
    stageName: 'prod',
    deploymentId,
    variables: { plain: canaries.plant('stage variable of a REST API', (value) => `v-${value}`) },
  });
  await gateway.createApiKey({ name: 'partner', enabled: true, value: canaries.plant('value of an API key') });
}

async function plantHttpApi(estate: Estate, canaries: Canaries): Promise<void> {
  const gateway = estate.client(ApiGatewayV2);
  const { ApiId } = await gateway.createApi({ Name: 'booking-http', ProtocolType: 'HTTP' });
  await gateway.createIntegration({
    ApiId,
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: 'https://backend.example/',
    PayloadFormatVersion: '1.0',
    RequestParameters: { 'append:header.x-plain': canaries.plant('parameter of an HTTP integration') },
  });
  await gateway.createStage({
    ApiId,
    StageName: 'prod',
    StageVariables: { plain: canaries.plant('stage variable of an HTTP API') },
  });
}

async function plantDistribution(estate: Estate, canaries: Canaries): Promise<void> {
  await estate.client(CloudFront).createDistribution({
    DistributionConfig: {
      CallerReference: 'canary',
      Comment: 'site',
      Enabled: true,
      Origins: {
        Quantity: 1,
        Items: [
          {
            Id: 'site',
            DomainName: 'origin.example',
            CustomHeaders: {
              Quantity: 1,
              Items: [{ HeaderName: 'X-Plain', HeaderValue: canaries.plant('header of an origin') }],
            },
            CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' },
          },
        ],
      },
      DefaultCacheBehavior: {
        TargetOriginId: 'site',
        ViewerProtocolPolicy: 'redirect-to-https',
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      },
    },
  });
}

async function plantMessages(estate: Estate, canaries: Canaries): Promise<void> {
  const sns = estate.client(SNS);
  const { TopicArn } = await sns.createTopic({
    Name: 'alerts',
    Tags: [{ Key: 'api-token', Value: canaries.plant('tag of a topic') }],
  });
  for (const Endpoint of [
    canaries.plant('user of an endpoint', (value) => `http://me:${value}@127.0.0.1:9/told`),
    canaries.plant('path of an endpoint', (value) => `http://127.0.0.1:9/hooks/${value}`),
    canaries.plant('query of an endpoint', (value) => `http://127.0.0.1:9/told?token=${value}`),
  ])
    await sns.subscribe({ TopicArn, Protocol: 'http', Endpoint });
  const sqs = estate.client(SQS);
  await sqs.createQueue({ QueueName: 'mail', tags: { 'api-token': canaries.plant('tag of a queue') } });
  const events = estate.client(EventBridge);
  await events.putRule({
    Name: 'daily',
    ScheduleExpression: 'rate(1 day)',
    State: 'DISABLED',
    Tags: [{ Key: 'api-token', Value: canaries.plant('tag of a rule') }],
  });
  const Arn = `arn:aws:sqs:us-east-1:${estate.account}:mail`;
  await events.putTargets({
    Rule: 'daily',
    Targets: [
      {
        Id: 'json',
        Arn,
        Input: canaries.plantUnhashed('input of a target', (value) => JSON.stringify({ apiToken: value })),
      },
      {
        Id: 'text',
        Arn,
        Input: canaries.plantUnhashed('text as input of a target', (value) => JSON.stringify(`Bearer ${value}`)),
      },
      {
        Id: 'transformed',
        Arn,
        InputTransformer: {
          InputPathsMap: { id: '$.id' },
          InputTemplate: canaries.plantUnhashed(
            'template of a target',
            (value) => `{"id": <id>, "password": "${value}"}`,
          ),
        },
      },
      {
        Id: 'called',
        Arn,
        HttpParameters: {
          HeaderParameters: { 'X-Plain': canaries.plantUnhashed('header of a target') },
          QueryStringParameters: { plain: canaries.plantUnhashed('query of a target') },
        },
      },
    ],
  });
}

async function plantStack(estate: Estate, canaries: Canaries): Promise<void> {
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: {
      Setting: { Type: 'String' },
      DatabasePassword: {
        Type: 'String',
        NoEcho: true,
        Default: canaries.plantUnhashed('default of a parameter of a template'),
      },
    },
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Called: {
        Type: 'AWS::Lambda::Function',
        Condition: 'Never',
        Properties: {
          Environment: { Variables: { PLAIN: canaries.plantUnhashed('environment in a template') } },
        },
      },
      Database: {
        Type: 'AWS::RDS::DBInstance',
        Condition: 'Never',
        Properties: { MasterUserPassword: canaries.plantUnhashed('password in a template') },
      },
      Setting: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: '/stack/setting', Type: 'String', Value: { Ref: 'Setting' } },
      },
    },
    Outputs: {
      Address: { Value: canaries.plantUnhashed('output of a stack', (value) => `https://me:${value}@site.example/`) },
    },
  };
  await estate.client(CloudFormation).createStack({
    StackName: 'site',
    TemplateBody: JSON.stringify(template, undefined, 2),
    Parameters: [{ ParameterKey: 'Setting', ParameterValue: canaries.plant('parameter of a stack') }],
  });
}

/** Values of these are never asked for: their names are captured. */
async function plantStores(estate: Estate, canaries: Canaries): Promise<void> {
  await estate.client(SecretsManager).createSecret({
    Name: 'site/payment',
    SecretString: JSON.stringify({ key: canaries.plantUnhashed('value in Secrets Manager') }),
  });
  const ssm = estate.client(SSM);
  await ssm.putParameter({
    Name: '/site/key',
    Type: 'SecureString',
    Value: canaries.plantUnhashed('secure parameter'),
  });
  await ssm.putParameter({ Name: '/site/plain', Type: 'String', Value: canaries.plantUnhashed('plain parameter') });
}

async function plantOthers(estate: Estate, canaries: Canaries): Promise<void> {
  await estate.client(Route53).createHealthCheck({
    CallerReference: 'canary',
    HealthCheckConfig: {
      Type: 'HTTPS',
      FullyQualifiedDomainName: 'site.example',
      ResourcePath: canaries.plantUnhashed('query of a health check', (value) => `/health?token=${value}`),
    },
  });
  const s3 = estate.client(S3);
  await s3.createBucket({ Bucket: `policy-${estate.account}` });
  await s3.putBucketPolicy({
    Bucket: `policy-${estate.account}`,
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::policy-${estate.account}/*`,
          Condition: { StringEquals: { 'aws:Referer': canaries.plantUnhashed('condition of a policy of a bucket') } },
        },
      ],
    }),
  });
  await estate.client(CloudWatch).putMetricAlarm({
    AlarmName: 'errors',
    Tags: [{ Key: 'api-token', Value: canaries.plant('tag of an alarm') }],
    AlarmDescription: canaries.plantUnhashed(
      'description of an alarm',
      (value) => `Tell https://hooks.slack.com/services/T0/B0/${value}`,
    ),
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });
}

async function plantRole(estate: Estate, canaries: Canaries): Promise<void> {
  await estate.client(IAM).createRole({
    RoleName: 'runs',
    Description: canaries.plantUnhashed('description of a role', (value) => `see https://me:${value}@wiki.example/`),
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
}

/** What is captured as it is: found, or the search finds nothing. */
export async function plantInData(estate: Estate, canaries: Canaries): Promise<void> {
  const s3 = estate.client(S3);
  const Bucket = `data-${estate.account}`;
  await s3.createBucket({ Bucket });
  await s3.putObject({ Bucket, Key: 'object.txt', Body: canaries.plantUnhashed('an object') });
  await s3.putObject({ Bucket, Key: canaries.plantUnhashed('the key of an object'), Body: 'nothing' });
  const inCode = canaries.plantUnhashed('code of a function');
  await plantFunction(estate, 'code', {}, `export const key = '${inCode}';\n`);
  const database = estate.client(DynamoDB);
  await database.createTable({
    TableName: 'items',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await database.putItem({ TableName: 'items', Item: { id: { S: canaries.plantUnhashed('an item of a table') } } });
}
