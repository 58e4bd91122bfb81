import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SnsChannel } from '../alert/channels.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

/** Publishes to one topic. What only a person can mend (no permission, no such topic) is `refused`. */
export function snsChannel(topicArn: string, deps: { sns: () => Promise<SNSClient> }): SnsChannel {
  return {
    async publish({ subject, message, attributes }) {
      const values = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      try {
        const sns = await deps.sns();
        const input = { TopicArn: topicArn, Subject: subject, Message: message };
        await sns.send(new PublishCommand({ ...input, MessageAttributes: Object.fromEntries(values) }));
        return { kind: 'sent' };
      } catch (error) {
        const failure = awsFailure('TOPIC', 'Publishing an alert', error);
        if (failure.retryable) throw failure;
        return { kind: 'refused', reason: asAwsError(error).name };
      }
    },
  };
}
