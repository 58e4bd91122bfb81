import { ApiGatewayV2Client, GetAuthorizersCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from '@aws-sdk/client-cloudfront';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { localSettings, refusal } from './probe-clients.ts';
import { newFunction } from './probe-function.ts';

const stack = inject('stack');
let made: Awaited<ReturnType<typeof newFunction>> | undefined;

afterEach(async () => {
  await made?.remove();
  made = undefined;
});

describe('CloudFront', () => {
  const cloudFront = new CloudFrontClient(localSettings());

  it('makes one invalidation of one reference, and refuses other paths under it', async () => {
    const reference = crypto.randomUUID();
    const first = await invalidate(reference, ['/a.html']);
    const again = await invalidate(reference, ['/a.html']);
    expect(again.Invalidation?.Id).toBe(first.Invalidation?.Id);
    expect(await refusal(invalidate(reference, ['/b.html']))).toMatchObject({ name: 'InvalidationBatchAlreadyExists' });
  });

  it('keeps the paths of an invalidation as they were asked for', async () => {
    const paths = ['/%C3%BC%20b.html', '/dir/', '/a*'];
    const { Invalidation } = await invalidate(crypto.randomUUID(), paths);
    const ask = { DistributionId: stack.distribution, Id: Invalidation?.Id };
    const kept = await cloudFront.send(new GetInvalidationCommand(ask));
    expect(kept.Invalidation?.InvalidationBatch?.Paths?.Items).toEqual(paths);
    const { InvalidationList } = await cloudFront.send(
      new ListInvalidationsCommand({ DistributionId: stack.distribution }),
    );
    expect(InvalidationList?.Items?.map(({ Id }) => Id)).toContain(Invalidation?.Id);
  });

  it('knows no distribution but those that were made', async () => {
    const other = invalidate(crypto.randomUUID(), ['/a'], 'E0000000000000');
    expect(await refusal(other)).toEqual({ status: 404, name: 'NoSuchDistribution' });
  });

  function invalidate(CallerReference: string, Items: string[], DistributionId = stack.distribution) {
    const InvalidationBatch = { CallerReference, Paths: { Quantity: Items.length, Items } };
    return cloudFront.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
  }
});

describe('a function', () => {
  const lambda = new LambdaClient(localSettings());

  it('runs on the Node that Lambda offers, in one process while it is warm', async () => {
    made = await newFunction(`return { version: process.version, pid: process.pid, tz: process.env.TZ ?? null };`);
    const first = await invoke(made.name);
    expect(first.version).toMatch(/^v24\./);
    expect((await invoke(made.name)).pid).toBe(first.pid);
  });

  it('is ended after its timeout', async () => {
    made = await newFunction(`await new Promise((resolve) => setTimeout(resolve, 20_000));`, 1);
    const answer = await lambda.send(new InvokeCommand({ FunctionName: made.name }));
    expect(answer.FunctionError).toBeDefined();
    expect(Buffer.from(answer.Payload ?? []).toString()).toMatch(/timed out/i);
  });

  it('is told its name and its remaining time', async () => {
    made = await newFunction(
      `return { name: context.functionName, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis() };`,
      7,
    );
    const { name, arn, left } = await invoke(made.name);
    expect({ name, arn }).toEqual({ name: made.name, arn: expect.stringContaining(made.name) });
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(7000);
  });

  async function invoke(FunctionName: string) {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  }
});

describe('the parameter store', () => {
  const ssm = new SSMClient(localSettings());

  it('gives a secret only when asked to decrypt it', async () => {
    const Name = `/probe/${crypto.randomUUID()}`;
    await ssm.send(new PutParameterCommand({ Name, Type: 'SecureString', Value: 'secret' }));
    const open = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
    expect(open.Parameter?.Value).toBe('secret');
    const closed = await ssm.send(new GetParameterCommand({ Name }));
    expect(closed.Parameter?.Value).not.toBe('secret');
  });
});

describe('the API of the stack', () => {
  it('answers on the address that stack.json has', async () => {
    const answer = await fetch(`${stack.api}/health`);
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { ok: true } });
  });

  it('leaves no route to an IAM authorizer, which nothing here enforces', async () => {
    const api = new ApiGatewayV2Client(localSettings());
    const ApiId = stack.api.split('/').at(-2);
    const { Items } = await api.send(new GetRoutesCommand({ ApiId }));
    expect(Items?.map(({ AuthorizationType }) => AuthorizationType)).not.toContain('AWS_IAM');
    expect((await api.send(new GetAuthorizersCommand({ ApiId }))).Items?.map(({ Name }) => Name)).toEqual([
      'holdfast-local-authorizer',
    ]);
  });

  it('knows its three principals by their tokens, and nobody else', async () => {
    const lambda = new LambdaClient(localSettings());
    const ask = async (authorization?: string) => {
      const Payload = JSON.stringify({ headers: authorization ? { authorization } : {} });
      const answer = await lambda.send(new InvokeCommand({ FunctionName: 'holdfast-local-authorizer', Payload }));
      return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
    };
    const approver = await ask(`Bearer ${stack.principals.approver}`);
    expect(approver).toMatchObject({
      isAuthorized: true,
      context: { userArn: 'arn:aws:sts::123456789012:assumed-role/web-lead/local', accountId: '123456789012' },
    });
    expect((await ask(`Bearer ${stack.principals.stranger}`)).context.userArn).not.toBe(approver.context.userArn);
    for (const nobody of [undefined, 'Bearer', 'Bearer toString', stack.principals.approver]) {
      expect(await ask(nobody)).toEqual({ isAuthorized: false });
    }
  });

  it('runs the functions with a Slack of this machine', async () => {
    const lambda = new LambdaClient(localSettings());
    const get = new GetFunctionConfigurationCommand({ FunctionName: 'holdfast-local-on-incident' });
    const { Environment } = await lambda.send(get);
    expect(Environment?.Variables?.['HOLDFAST_SLACK_API']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api$/);
  });
});
