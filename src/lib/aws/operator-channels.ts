import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { asAwsError, awsFailure } from './aws-failure.ts';

/** How many confirmed subscriptions a topic has; `undefined` when there is no such topic. */
export async function topicSubscriptions(sns: SNSClient, arn: string): Promise<number | undefined> {
  try {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    return Number(Attributes?.['SubscriptionsConfirmed'] ?? 0);
  } catch (error) {
    if (/NotFound/.test(asAwsError(error).name)) return undefined;
    throw awsFailure('STACK', `Asking for the topic ${arn}`, error);
  }
}

/** The type of a parameter, without decrypting it; `undefined` when there is no such parameter. */
export async function parameterType(ssm: SSMClient, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
    return Parameter?.Type;
  } catch (error) {
    if (asAwsError(error).name === 'ParameterNotFound') return undefined;
    throw awsFailure('STACK', `Asking for the parameter ${name}`, error);
  }
}
