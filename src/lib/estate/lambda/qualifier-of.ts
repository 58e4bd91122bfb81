import { UNQUALIFIED } from './function-document.ts';

/** The alias or version that an ARN of a function ends with: `arn:aws:lambda:<region>:<account>:function:<name>:<qualifier>`. */
export function qualifierOf({ FunctionArn = '' }: { readonly FunctionArn?: string }): string {
  return FunctionArn.split(':')[7] ?? UNQUALIFIED;
}
