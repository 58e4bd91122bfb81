import {
  EventBridge,
  type ConnectionAuthResponseParameters,
  type ConnectionHttpParameters,
} from '@aws-sdk/client-eventbridge';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { picked } from '../shared/picked.ts';

/** Connections: how they sign in and under which names, never with what. */
export const connections: Kind = {
  async *list(estate, region) {
    const client = estate.client(EventBridge, region);
    for await (const { Connections = [] } of paged((token) => client.listConnections(token)))
      for (const { Name = '' } of Connections) yield { id: Name, name: Name };
  },
  async capture(resource, sink, estate) {
    const connection = await estate
      .client(EventBridge, resource.region)
      .describeConnection({ Name: resource.id })
      .catch(goneWhere(resource, 'ResourceNotFoundException'));
    const config = {
      ...picked(connection, 'Name', 'Description', 'AuthorizationType', 'KmsKeyIdentifier'),
      ...picked(connection, 'InvocationConnectivityParameters'),
      authorization: namesIn(connection.AuthParameters),
    };
    await sink.json('config.json', await hideSecrets(config, 'config', sink));
    await sink.json('observed.json', {
      ...picked(connection, 'ConnectionArn', 'SecretArn', 'ConnectionState', 'StateReason'),
      ...picked(connection, 'CreationTime', 'LastModifiedTime', 'LastAuthorizedTime'),
    });
  },
  async commands(captured, live, to) {
    const call = callsOf('events', captured);
    const { tags: _, authorization, ...about } = await configOf(captured);
    const Name = to.nameOf('eventbridge', captured.entry.name);
    return [
      `# Captures have nothing that connections sign in with. This one had: ${JSON.stringify(authorization ?? {})}.`,
      '# Put its AuthParameters in the place of FILL-IN, or leave them out where only the rest is to change.',
      ...awsCommands(to, [
        call(live ? 'update-connection' : 'create-connection', { ...about, Name, AuthParameters: 'FILL-IN' }),
      ]),
    ];
  },
};

/** What AWS tells of how a connection signs in, names alone: parameters that nobody marked as secret have values in clear there. */
function namesIn(auth: ConnectionAuthResponseParameters | undefined) {
  const { BasicAuthParameters, OAuthParameters, ApiKeyAuthParameters, InvocationHttpParameters } = auth ?? {};
  return {
    Username: BasicAuthParameters?.Username,
    ApiKeyName: ApiKeyAuthParameters?.ApiKeyName,
    ClientID: OAuthParameters?.ClientParameters?.ClientID,
    ...(OAuthParameters && picked(OAuthParameters, 'AuthorizationEndpoint', 'HttpMethod')),
    oauthParameters: parametersIn(OAuthParameters?.OAuthHttpParameters),
    invocationParameters: parametersIn(InvocationHttpParameters),
  };
}

function parametersIn(parameters: ConnectionHttpParameters | undefined): readonly string[] | undefined {
  if (!parameters) return undefined;
  const { HeaderParameters = [], QueryStringParameters = [], BodyParameters = [] } = parameters;
  return [
    ...HeaderParameters.map(({ Key }) => `header ${Key}`),
    ...QueryStringParameters.map(({ Key }) => `query ${Key}`),
    ...BodyParameters.map(({ Key }) => `body ${Key}`),
  ].toSorted();
}
