/** A value in a CloudFormation template: plain, or a function such as `{ Ref: 'Table' }`. */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value | undefined };

/** Resources of a template by logical id. */
export type Resources = Record<string, { Type: string; Properties: Record<string, Value> }>;

/** One statement of a policy. */
export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly Value[];
  readonly Condition?: Value;
}

/** The four functions, as serverless.yml names them. */
export const FUNCTIONS = ['on-upload', 'on-sweep', 'on-incident', 'on-request'] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/** `on-upload` → `OnUpload`. */
export function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** The name under which Lambda knows a function of this stage. */
export function functionName(stage: string, name: FunctionName): string {
  return `holdfast-${stage}-${name}`;
}

/** The ARN of a resource of this stack. */
export function arnOf(logicalId: string): Value {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

/** A string with `${…}` of CloudFormation's own. */
export function sub(text: string): Value {
  return { 'Fn::Sub': text };
}
