import * as z from 'zod';
import type { Judge } from '../shared/hide-in-text.ts';
import { holdsCredentials } from '../shared/credentials.ts';
import { looksSecret } from '../shared/secret-looking.ts';

/** Members whose values are settings that anybody puts secrets into: environments, stage variables, headers, start-up scripts. */
const SETTINGS = new Set([
  'Variables',
  'StageVariables',
  'EnvironmentVariables',
  'OriginCustomHeaders',
  'SecretString',
  'UserData',
]);

/** What only points at something: `Ref` and the like, long and short. */
const POINTERS =
  /^(?:Ref|Condition|Fn::GetAtt|Fn::ImportValue|Fn::FindInMap|Fn::GetAZs|!Ref|!GetAtt|!ImportValue|!FindInMap|!GetAZs|!Condition)$/;

/** What comes first in these names a condition or separates words. */
const FIRST = /^(?:Fn::|!)(?:If|Join|Split)$/;

/** Members of lists of settings that say a name, not a value. */
const NAMES = new Set(['Name', 'HeaderName', 'Key', 'Type', 'ParameterKey']);

const DYNAMIC = /^\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]*\}\}$/;

/**
 * Which literals of a template are secrets: everything below settings that is no pointer, defaults of parameters with `NoEcho`,
 * what stands under a name that looks like a secret's, and what holds credentials wherever it stands.
 */
export const isTemplateSecret: Judge = ({ path, value, root }) => {
  if (value === '' || DYNAMIC.test(value) || path.some((step) => POINTERS.test(step))) return false;
  if (holdsCredentials(value)) return true;
  if (FIRST.test(path.at(-2) ?? '') && path.at(-1) === '0') return false;
  const [section = '', parameter = '', member = ''] = path;
  if (section === 'Parameters')
    return member === 'Default' && (hasNoEcho(root, parameter) || looksSecret(parameter, value));
  // Where a template says how it is written, nothing is secret: names, types, conditions.
  if (section === 'AWSTemplateFormatVersion' || section === 'Transform' || section === 'Conditions') return false;
  const last = path.at(-1) ?? '';
  const setting = path.findIndex((step, index) => SETTINGS.has(step) || isContainerEnvironment(path, index));
  if (setting >= 0) return setting === path.length - 1 || !NAMES.has(last);
  return looksSecret(nameOf(path, root), value);
};

/** `Environment: [{ Name, Value }]` of containers; that of functions has `Variables`. */
function isContainerEnvironment(path: readonly string[], index: number): boolean {
  return path[index] === 'Environment' && /^\d+$/.test(path[index + 1] ?? '');
}

/** What a value is called: its own member, without functions around it, or the name beside a `Value`. */
function nameOf(path: readonly string[], root: unknown): string {
  const plain = path.filter((step) => !/^(?:Fn::|!)/.test(step));
  const named = plain.findLast((step) => !/^\d+$/.test(step)) ?? '';
  if (named !== 'Value' && named !== 'ParameterValue') return named;
  const beside = z.object({ Name: z.string().optional(), Key: z.string().optional() });
  const { Name, Key } = beside.catch({}).parse(valueAt(root, path.slice(0, path.lastIndexOf(named))));
  return Name ?? Key ?? named;
}

function hasNoEcho(root: unknown, parameter: string): boolean {
  const { NoEcho } = z
    .object({ NoEcho: z.unknown() })
    .partial()
    .catch({})
    .parse(valueAt(root, ['Parameters', parameter]));
  return String(NoEcho).toLowerCase() === 'true';
}

/** What stands there in the template; short functions of YAML are no members. */
function valueAt(root: unknown, path: readonly string[]): unknown {
  return path
    .filter((step) => !step.startsWith('!'))
    .reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined), root);
}
