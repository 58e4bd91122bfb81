import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { SETTINGS } from './clients.ts';

let sns: SNSClient | undefined;
let ssm: SSMClient | undefined;

/** The container's SNS client. */
export async function snsClient(): Promise<SNSClient> {
  sns ??= new SNSClient(SETTINGS);
  return sns;
}

/** The container's parameter store client. */
export async function ssmClient(): Promise<SSMClient> {
  ssm ??= new SSMClient(SETTINGS);
  return ssm;
}
