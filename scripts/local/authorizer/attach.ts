import {
  CreateAuthorizerCommand,
  GetAuthorizersCommand,
  GetRoutesCommand,
  UpdateRouteCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  ResourceNotFoundException,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import path from 'node:path';
import { zip } from '../../build/zip.ts';
import type { LocalClients } from '../clients.ts';
import { REGION, STAGE } from '../places.ts';
import type { IamIdentity } from './principals.ts';

const NAME = 'holdfast-local-authorizer';

/** Puts a Lambda authorizer of our own on every route of the API that asks for IAM. May run again. */
export async function attachAuthorizer(
  clients: LocalClients,
  apiId: string,
  identities: Readonly<Record<string, IamIdentity>>,
): Promise<void> {
  const made = await makeFunction(clients, identities);
  const authorizer = await authorizerOf(clients, apiId, made.FunctionArn ?? '');
  const { Items } = await clients.api.send(new GetRoutesCommand({ ApiId: apiId }));
  for (const { RouteId, AuthorizationType } of Items ?? []) {
    if (AuthorizationType !== 'AWS_IAM') continue;
    const route = { ApiId: apiId, RouteId, AuthorizationType: 'CUSTOM' as const, AuthorizerId: authorizer };
    await clients.api.send(new UpdateRouteCommand(route));
  }
}

/** Made anew each time, so that its code and whom it knows are those of this checkout. */
async function makeFunction(
  clients: LocalClients,
  identities: Readonly<Record<string, IamIdentity>>,
): Promise<FunctionConfiguration> {
  await clients.lambda.send(new DeleteFunctionCommand({ FunctionName: NAME })).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  });
  return clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Runtime: 'nodejs24.x',
      Handler: 'handler.handler',
      Role: await borrowedRole(clients),
      Code: { ZipFile: await bundled() },
      Environment: { Variables: { IDENTITIES: JSON.stringify(identities) } },
    }),
  );
}

/** Any role will do: the authorizer calls nothing. */
async function borrowedRole(clients: LocalClients): Promise<string | undefined> {
  const FunctionName = `holdfast-${STAGE}-on-request`;
  return (await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Role;
}

async function bundled(): Promise<Buffer> {
  const entry = path.join(import.meta.dirname, 'handler.ts');
  const result = await build({ entryPoints: [entry], bundle: true, format: 'esm', platform: 'node', write: false });
  return zip(new Map(result.outputFiles.map((file) => ['handler.mjs', file.contents])));
}

async function authorizerOf(clients: LocalClients, apiId: string, functionArn: string): Promise<string> {
  const { Items } = await clients.api.send(new GetAuthorizersCommand({ ApiId: apiId }));
  const found = Items?.find((authorizer) => authorizer.Name === NAME)?.AuthorizerId;
  if (found) return found;
  const created = await clients.api.send(
    new CreateAuthorizerCommand({
      ApiId: apiId,
      Name: NAME,
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 0,
      AuthorizerUri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    }),
  );
  return created.AuthorizerId ?? '';
}
