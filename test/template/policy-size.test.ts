import { expect, it } from 'vitest';
import { policies } from '../../infra/policies.ts';
import { roles } from '../../infra/roles.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { exampleSite } from '../world.ts';
import { document } from '../docs/documents.ts';

/** What IAM counts, as far as the sites decide it: white space is not counted (IAM quotas). */
const MOST = { policy: 6144, role: 10_240 };

// Values as long as AWS makes them.
const KNOWN: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'eu-central-1',
  'AWS::StackId':
    'arn:aws:cloudformation:eu-central-1:123456789012:stack/holdfast-prod/0123-89ab-cdef-0123-0123456789ab',
  HttpApi: 'a1b2c3d4e5',
  Table: 'arn:aws:dynamodb:eu-central-1:123456789012:table/holdfast-prod-Table-1ABCDEFGHIJKL',
  Snapshots: 'arn:aws:s3:::holdfast-prod-snapshots-1abcdefghijkl',
  Uploads: 'arn:aws:sqs:eu-central-1:123456789012:holdfast-prod-Uploads-1ABCDEFGHIJKL',
  DeadLetters: 'arn:aws:sqs:eu-central-1:123456789012:holdfast-prod-DeadLetters-1ABCDEFGHIJKL',
};

const known = (name: string): string => KNOWN[name.replace(/\.Arn$/, '')] ?? '';

/** A value with what CloudFormation puts into it. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, inner] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') return known(String(inner));
  if (name === 'Fn::GetAtt' && Array.isArray(inner)) return known(String(inner[0]));
  if (name === 'Fn::Sub') return String(inner).replaceAll(/\$\{([^}!]+)\}/g, (_, each: string) => known(each));
  return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, filled(each)]));
}

function site(number: number): Site {
  const target = (bucket: string, distribution: string) => ({
    bucket: `www.sailing-${number}.com-${bucket}`,
    prefix: '',
    distributions: [`${distribution}${number}`],
    originPath: '',
  });
  return {
    ...exampleSite(),
    name: `sailing-${number}`,
    production: target('p', 'E1ABCDEFGHIJ'),
    staging: target('s', 'E2ABCDEFGHIJ'),
  };
}

const sizeOf = (properties: unknown): number => JSON.stringify(filled(properties)).replaceAll(/\s/g, '').length;

it('carries as many sites as docs/configuration.md says, and says so of no many more', () => {
  const [, told = ''] = /A stack carries about (\d+) sites/.exec(document('docs/configuration.md').text) ?? [];
  const sized = (count: number) => {
    const sites = Array.from({ length: count }, (_, at) => site(10 + at));
    const role = roles(sites, 'prod')['OnUploadRole']?.Properties['Policies'];
    return {
      policy: sizeOf(policies(sites, 'prod')['HoldfastDeployer']?.Properties['PolicyDocument']),
      role: sizeOf(role),
    };
  };
  const fits = sized(Number(told));
  expect(fits.policy).toBeLessThanOrEqual(MOST.policy);
  expect(fits.role).toBeLessThanOrEqual(MOST.role);
  expect(sized(Number(told) + 3).policy).toBeGreaterThan(MOST.policy);
});
