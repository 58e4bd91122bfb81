import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { asAwsError, awsFailure } from './aws-failure.ts';

const SENDABLE = /^[\x21-\x7E]+$/;

/** What a SecureString holds, or why it cannot be had until a person mends something. */
export type Secret =
  { readonly kind: 'secret'; readonly value: string } | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads a SecureString of SSM: a word of printable ASCII. One that is not there, may not be read or holds none is
 * `refused`; a busy SSM is thrown. The value is never part of a reason or an error.
 */
export async function ssmSecret(name: string, deps: { ssm: () => Promise<SSMClient> }): Promise<Secret> {
  try {
    const ssm = await deps.ssm();
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    const value = Parameter?.Value?.trim() ?? '';
    if (SENDABLE.test(value)) return { kind: 'secret', value };
    return { kind: 'refused', reason: `the parameter ${name} holds no secret` };
  } catch (error) {
    const failure = awsFailure('PARAMETER', `Reading the parameter ${name}`, error);
    if (failure.retryable) throw failure;
    return { kind: 'refused', reason: `the parameter ${name} cannot be read: ${asAwsError(error).name}` };
  }
}
