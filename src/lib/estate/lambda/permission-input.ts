import type { AddPermissionRequest } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Target } from '../../capture/restore.ts';
import { SECRET_REFERENCE } from '../../capture/secrets.ts';
import type { Statement } from './function-document.ts';

const STATEMENT = z.object({
  Sid: z.string(),
  Effect: z.literal('Allow'),
  Action: z.string(),
  Principal: z.union([
    z.literal('*'),
    z.strictObject({ Service: z.string() }).transform(({ Service }) => Service),
    z.strictObject({ AWS: z.string() }).transform(({ AWS }) => AWS),
  ]),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** What a condition's key is called in the request. Keys have no case. */
const CONDITIONS: Readonly<Record<string, keyof AddPermissionRequest>> = {
  'aws:sourcearn': 'SourceArn',
  'aws:sourceaccount': 'SourceAccount',
  'aws:principalorgid': 'PrincipalOrgID',
  'lambda:functionurlauthtype': 'FunctionUrlAuthType',
  'lambda:invokedviafunctionurl': 'InvokedViaFunctionUrl',
  'lambda:eventsourcetoken': 'EventSourceToken',
};

type Permission = Omit<AddPermissionRequest, 'FunctionName' | 'Qualifier'>;

const REQUEST = z.custom<Permission>((value) => typeof value === 'object' && value !== null);

/** The request that adds a statement; `undefined` where AWS's call cannot say it, or a secret of it is not known. */
export async function permissionInput(
  statement: Statement,
  to: Pick<Target, 'secret'>,
): Promise<Permission | undefined> {
  const { data } = STATEMENT.safeParse(statement);
  if (!data) return undefined;
  const conditions: Record<string, unknown> = {};
  for (const [key, value] of Object.values(data.Condition ?? {}).flatMap((each) => Object.entries(each))) {
    const name = CONDITIONS[key.toLowerCase()];
    const secret = SECRET_REFERENCE.safeParse(value).data;
    const known = secret ? await to.secret(secret) : value;
    if (name === undefined || typeof known !== 'string') return undefined;
    conditions[name] = name === 'InvokedViaFunctionUrl' ? known === 'true' : known;
  }
  const { Sid: StatementId, Action, Principal } = data;
  return REQUEST.parse({ StatementId, Action, Principal, ...conditions });
}
