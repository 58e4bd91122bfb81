import { resource, type Template } from './packaged.ts';

/** One statement of a policy, as packaged. */
interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
}

interface Granted {
  /** Of a role. */
  readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  /** Of a managed policy. */
  readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
}

/** Every statement of a role's own policies, or of a managed policy. */
export function statementsOf({ Policies = [], PolicyDocument }: Granted): Statement[] {
  return [...Policies.map((policy) => policy.PolicyDocument), ...(PolicyDocument ? [PolicyDocument] : [])].flatMap(
    ({ Statement }) => Statement,
  );
}

/** What a role or managed policy may do this action on; the text of what is substituted. */
export function resourcesOf(template: Template, id: string, action: string): unknown[] {
  return statementsOf(resource(template, id).Properties)
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource)
    .map((arn) => (typeof arn === 'object' && arn !== null && 'Fn::Sub' in arn ? arn['Fn::Sub'] : arn));
}
