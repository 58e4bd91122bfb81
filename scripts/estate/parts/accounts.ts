import { ACM } from '@aws-sdk/client-acm';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SESv2 } from '@aws-sdk/client-sesv2';
import { SSM } from '@aws-sdk/client-ssm';
import { setTimeout as sleep } from 'node:timers/promises';
import { each, unlessThere, type Ground } from '../ground.ts';
import { functionName, topic, zoneName } from '../names.ts';
import { secretOf } from '../random.ts';
import { alertsTopic } from './messages.ts';

const CERTIFICATES = 8;
const ALARMS = 8;
const PARAMETERS = 8;
const SECRETS = 5;
const IDENTITIES = 4;

/** What accounts have a few of: identities, certificates, alarms, parameters, secrets, stacks. */
export async function makeAccounts(ground: Ground): Promise<void> {
  await Promise.all([
    makeIdentities(ground),
    makeCertificates(ground),
    makeAlarms(ground),
    makeParameters(ground),
    makeSecrets(ground),
    makeStacks(ground),
  ]);
}

async function makeIdentities({ estate }: Ground): Promise<void> {
  const ses = estate.client(SESv2);
  await unlessThere(
    ses.createConfigurationSet({ ConfigurationSetName: 'sites', SendingOptions: { SendingEnabled: true } }),
  );
  await each(IDENTITIES, (index) =>
    unlessThere(ses.createEmailIdentity({ EmailIdentity: zoneName(index), Tags: [{ Key: 'team', Value: 'web' }] })),
  );
  await unlessThere(ses.createEmailIdentity({ EmailIdentity: 'web-lead@example.com' }));
  const TemplateContent = {
    Subject: 'Your booking',
    Text: 'Thank you, {{name}}.',
    Html: '<p>Thank you, {{name}}.</p>',
  };
  await unlessThere(ses.createEmailTemplate({ TemplateName: 'booked', TemplateContent }));
}

async function makeCertificates({ estate }: Ground): Promise<void> {
  const acm = estate.client(ACM);
  const { CertificateSummaryList = [] } = await acm.listCertificates({ MaxItems: 1000 });
  const there = new Set(CertificateSummaryList.map(({ DomainName }) => DomainName));
  await each(CERTIFICATES, async (index) => {
    const DomainName = zoneName(index);
    if (there.has(DomainName)) return;
    await acm.requestCertificate({
      DomainName,
      SubjectAlternativeNames: [`www.${DomainName}`],
      ValidationMethod: 'DNS',
      IdempotencyToken: topic(index),
      Tags: [{ Key: 'site', Value: topic(index) }],
    });
  });
}

/** An alarm by its place: the same again, with another threshold if one is given. */
export async function putAlarm({ estate, account }: Ground, index: number, Threshold: number): Promise<string> {
  const AlarmName = `${topic(index)}-errors`;
  await estate.client(CloudWatch).putMetricAlarm({
    AlarmName,
    AlarmDescription: `Errors of ${topic(index)}`,
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: functionName(index) }],
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 2,
    Threshold,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [alertsTopic(account)],
    Tags: [{ Key: 'site', Value: topic(index) }],
  });
  return AlarmName;
}

/** The threshold that the nth alarm is made with. */
const threshold = (index: number): number => index + 1;

async function makeAlarms(ground: Ground): Promise<void> {
  await each(ALARMS, (index) => putAlarm(ground, index, threshold(index)));
  await ground.estate.client(CloudWatch).putCompositeAlarm({
    AlarmName: 'all-sites',
    AlarmRule: `ALARM("${topic(0)}-errors") OR ALARM("${topic(1)}-errors")`,
  });
}

async function makeParameters({ estate }: Ground): Promise<void> {
  const ssm = estate.client(SSM);
  const types = ['String', 'StringList', 'SecureString'] as const;
  await each(PARAMETERS, async (index) => {
    const Type = types[index % types.length];
    const Name = `/${topic(index)}/setting`;
    const Value = Type === 'SecureString' ? secretOf(`ssm${Name}`) : Type === 'StringList' ? 'sail,moor' : 'fair';
    const Tags = [{ Key: 'site', Value: topic(index) }];
    await unlessThere(ssm.putParameter({ Name, Type, Value, Description: `Setting of ${topic(index)}`, Tags }));
  });
}

async function makeSecrets({ estate }: Ground): Promise<void> {
  const secrets = estate.client(SecretsManager);
  await each(SECRETS, (index) =>
    unlessThere(
      secrets.createSecret({
        Name: `${topic(index)}/payment`,
        Description: `Payment of ${topic(index)}`,
        SecretString: JSON.stringify({ key: secretOf(`secretsmanager/${index}`) }),
        Tags: [{ Key: 'site', Value: topic(index) }],
      }),
    ),
  );
}

async function makeStacks({ estate }: Ground): Promise<void> {
  const cloudFormation = estate.client(CloudFormation);
  await each(2, async (index) => {
    const made = await unlessThere(
      cloudFormation.createStack({
        StackName: `${topic(index + 3)}-stack`,
        TemplateBody: template(index),
        Parameters: [{ ParameterKey: 'Greeting', ParameterValue: 'ahoy' }],
        Tags: [{ Key: 'team', Value: 'web' }],
      }),
    );
    if (made) await untilMade(cloudFormation, made.StackId);
  });
}

async function untilMade(cloudFormation: CloudFormation, StackName: string | undefined): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const { Stacks = [] } = await cloudFormation.describeStacks({ StackName });
    if (Stacks[0]?.StackStatus === 'CREATE_COMPLETE') return;
    await sleep(100);
  }
  throw new Error(`the stack ${StackName} is not made`);
}

function template(index: number): string {
  return JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Greets who visits ${topic(index + 3)}`,
    Parameters: { Greeting: { Type: 'String' } },
    Resources: {
      Setting: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: `/${topic(index + 3)}/greeting`, Type: 'String', Value: { Ref: 'Greeting' } },
      },
    },
  });
}
