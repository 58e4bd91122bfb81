import { APIGateway } from '@aws-sdk/client-api-gateway';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { IAM } from '@aws-sdk/client-iam';
import { SQS } from '@aws-sdk/client-sqs';
import { roleName, tableName, topic } from '../names.ts';
import { putAlarm } from '../parts/accounts.ts';
import { itemOf } from '../parts/dynamodb.ts';
import { policy } from '../parts/iam.ts';
import { secretOf } from '../random.ts';
import { changed, type EstateChange } from './change.ts';

/** What happens to tables, queues, roles, APIs and alarms. */
export const OTHER_CHANGES: readonly EstateChange[] = [
  {
    what: 'an item of a table is another',
    async plant({ estate }) {
      const TableName = tableName(3);
      await estate.client(DynamoDB).putItem({ TableName, Item: { ...itemOf(3, 12), seats: { N: '99' } } });
      return changed(`dynamodb/${TableName}`, 'data.ndjson#[id="crew-0012"].seats.N');
    },
  },
  {
    what: "a table's items expire",
    async plant({ estate }) {
      const TableName = tableName(2);
      const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
      await estate.client(DynamoDB).updateTimeToLive({ TableName, TimeToLiveSpecification });
      return changed(`dynamodb/${TableName}`, 'table-schema.json#TimeToLiveAttribute');
    },
  },
  {
    what: 'a queue is made',
    async plant({ estate }) {
      await estate.client(SQS).createQueue({ QueueName: 'waiting-list' });
      return { resource: 'sqs/waiting-list', kind: 'added', places: [] };
    },
  },
  {
    what: 'a role may do more',
    async plant({ estate, account }) {
      const RoleName = roleName(8);
      const PolicyDocument = policy(account, 8, ['s3:GetObject', 's3:DeleteObject']);
      await estate.client(IAM).putRolePolicy({ RoleName, PolicyName: 'reads', PolicyDocument });
      return changed(
        'iam/iam-config',
        `roles.json#${RoleName}.InlinePolicies.reads.Statement[Sid=Site].Action["s3:DeleteObject"]`,
      );
    },
  },
  {
    what: "a stage's variable is another",
    async plant({ estate }) {
      const gateway = estate.client(APIGateway);
      const name = `${topic(3)}-rest`;
      const { items = [] } = await gateway.getRestApis({ limit: 500 });
      const restApiId = items.find((api) => api.name === name)?.id;
      const patchOperations = [
        { op: 'replace' as const, path: '/variables/paymentKey', value: secretOf('rest, rolled') },
      ];
      await gateway.updateStage({ restApiId, stageName: 'staging', patchOperations });
      return changed(`apigateway/rest-${name}-${restApiId}`, 'stages.json#[stageName=staging].variables.paymentKey');
    },
  },
  {
    what: 'an alarm sounds later',
    async plant(ground) {
      const name = await putAlarm(ground, 4, 500);
      return changed(`cloudwatch/alarms/${name}`, 'config.json#Threshold');
    },
  },
];
