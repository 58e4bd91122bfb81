import type { AliasConfiguration, Lambda } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { unlessAbsent } from '../shared/absent.ts';
import type { FunctionDocument, Statement } from './function-document.ts';
import { qualifierOf } from './qualifier-of.ts';
import type { Hide } from '../shared/hidden-texts.ts';

const TEXTS = z.record(z.string(), z.unknown());
const POLICY = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string().optional(),
      Effect: z.string().optional(),
      Action: z.unknown(),
      Principal: z.unknown(),
      Resource: z.string().optional(),
      Condition: z.record(z.string(), TEXTS).optional(),
    }),
  ),
});

/** A shared secret of Alexa skills. */
const TOKEN = 'lambda:EventSourceToken';

/** Who may call a function and its aliases: statements by what they are for, each list in order of `Sid`. */
export async function readPermissions(
  client: Lambda,
  name: string,
  aliases: readonly AliasConfiguration[],
  hide: Hide,
): Promise<FunctionDocument['Permissions']> {
  const found = new Map<string, Map<string, Statement>>();
  for (const Qualifier of [undefined, ...aliases.map((alias) => alias.Name)]) {
    const request = client.getPolicy({ FunctionName: name, ...(Qualifier !== undefined && { Qualifier }) });
    const answer = await unlessAbsent(request, 'ResourceNotFoundException');
    for (const { Resource, ...statement } of POLICY.parse(JSON.parse(answer?.Policy ?? '{"Statement":[]}')).Statement) {
      const of = qualifierOf({ FunctionArn: Resource ?? '' });
      const statements = found.get(of) ?? new Map<string, Statement>();
      found.set(of, statements.set(statement.Sid ?? '', await withoutToken(statement, hide)));
    }
  }
  return Object.fromEntries(
    [...found].map(([of, statements]) => [
      of,
      [...statements].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
    ]),
  );
}

async function withoutToken(statement: Statement, hide: Hide): Promise<Statement> {
  const { Condition = {} } = statement;
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const [operator, values] of Object.entries(Condition)) {
    const token = values[TOKEN];
    const hidden = typeof token === 'string' && { [TOKEN]: await hide(`permission/${statement.Sid ?? ''}`, token) };
    conditions[operator] = { ...values, ...hidden };
  }
  return { ...statement, ...(statement.Condition && { Condition: conditions }) };
}
