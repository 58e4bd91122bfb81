import type { Parameter } from '@aws-sdk/client-cloudformation';
import { parse } from 'yaml';
import * as z from 'zod';
import type { SecretReference } from '../../capture/secrets.ts';
import type { Sink } from '../../capture/sink.ts';
import { looksSecret } from '../shared/secret-looking.ts';

const DECLARED = z.record(
  z.string(),
  z.looseObject({
    Type: z.string().optional(),
    Default: z.unknown().optional(),
    AllowedValues: z.array(z.unknown()).optional(),
  }),
);

/** Words and numbers that are no secret: a stage, a region, a switch, a size, an id or ARN of AWS's own, a domain name. */
const PLAIN =
  /^(?:\d{1,6}|true|false|yes|no|enabled|disabled|dev|test|staging|prod|production|[a-z]{2}-[a-z]+-\d|arn:aws[a-z-]*:[^\s]+|[a-z]{1,12}-[0-9a-f]{8,17}|(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})$/i;

/**
 * Values of a stack's parameters. A value stays in clear only where it is plainly harmless: its template lists it or gives it as the
 * default, its type is not free text, or it is a plain word, number or name. All others become references. `****` is how AWS
 * tells those with `NoEcho`.
 */
export async function parameterValues(
  parameters: readonly Parameter[],
  template: string | undefined,
  sink: Pick<Sink, 'secret'>,
): Promise<Record<string, string | SecretReference>> {
  const declared = declarationsIn(template);
  const values: [string, string | SecretReference][] = [];
  // A resolved value is that of a parameter of SSM: never kept.
  for (const { ParameterKey = '', ParameterValue = '' } of parameters) {
    const harmless = isHarmless(ParameterKey, ParameterValue, declared[ParameterKey]);
    values.push([
      ParameterKey,
      harmless ? ParameterValue : await sink.secret(`parameters/${ParameterKey}`, ParameterValue),
    ]);
  }
  return Object.fromEntries(values);
}

function isHarmless(name: string, value: string, declared: z.infer<typeof DECLARED>[string] | undefined): boolean {
  if (/^\*{4,}$/.test(value) || value === '') return true;
  if (looksSecret(name, value)) return false;
  if (PLAIN.test(value)) return true;
  if (declared === undefined) return false;
  const { Type = 'String', Default, AllowedValues = [] } = declared;
  return (
    (Type !== 'String' && Type !== 'CommaDelimitedList') ||
    [Default, ...AllowedValues].some((each) => String(each) === value)
  );
}

function declarationsIn(template: string | undefined): z.infer<typeof DECLARED> {
  if (template === undefined) return {};
  try {
    const read: unknown = parse(template, { uniqueKeys: false, logLevel: 'silent', strict: false });
    return z.looseObject({ Parameters: DECLARED.default({}) }).parse(read).Parameters;
  } catch {
    return {};
  }
}
