import { beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/console/api/operations.ts';
import { packaged, resource, type Template } from './packaged.ts';
import { resourcesOf, statementsOf } from './rights-of.ts';

const POLICIES = ['HoldfastViewer', 'HoldfastDeployer', 'HoldfastApprover'];
const API = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/$default';

let template: Template;

beforeAll(async () => {
  template = await packaged('test/template/sites.yml');
}, 120_000);

const actionsOf = (id: string) => statementsOf(resource(template, id).Properties).flatMap(({ Action }) => Action);

describe('the managed policies', () => {
  it('have a name of their own in every stage and region, and their ARNs are told', () => {
    for (const id of POLICIES) {
      expect(resource(template, id).Properties.ManagedPolicyName).toEqual({ 'Fn::Sub': `${id}-prod-\${AWS::Region}` });
      expect(template.Outputs[`${id.replace('Holdfast', '')}PolicyArn`]).toEqual({ Value: { Ref: id } });
    }
  });

  it('never name all resources or all actions of a service', () => {
    for (const id of POLICIES) {
      for (const { Action, Resource } of statementsOf(resource(template, id).Properties)) {
        expect(Action.filter((action) => action.includes('*'))).toEqual([]);
        expect(Resource.filter((arn) => arn === '*')).toEqual([]);
      }
    }
  });

  it('let only approvers ask the API for changes, but for what warns and calls somebody; and nobody outside /v1', () => {
    const asked = (id: string) => resourcesOf(template, id, 'execute-api:Invoke');
    expect(asked('HoldfastViewer')).toEqual([`${API}/GET/v1/*`]);
    expect(asked('HoldfastDeployer')).toEqual([
      `${API}/GET/v1/*`,
      `${API}/POST/v1/sites/*/warnings`,
      `${API}/POST/v1/sites/*/escalations`,
    ]);
    expect(asked('HoldfastApprover')).toEqual(['GET', 'POST', 'DELETE'].map((method) => `${API}/${method}/v1/*`));
  });

  it('let deployers ask the API for exactly what needs no approver', () => {
    const may = resourcesOf(template, 'HoldfastDeployer', 'execute-api:Invoke').map(
      (arn) =>
        new RegExp(
          `^${String(arn)
            .slice(API.length + 1)
            .replaceAll('*', '.*')}$`,
        ),
    );
    const asked = OPERATIONS.filter(({ method, path }) => may.some((each) => each.test(`${method}${path}`)));
    expect(asked).toEqual(OPERATIONS.filter(({ refusals }) => !refusals.includes('not-allowed')));
  });

  it('let nobody write to the table or to the queues: only the functions do', () => {
    for (const id of POLICIES) {
      const actions = actionsOf(id).filter((action) => /^(dynamodb|sqs|sns|lambda|iam|ssm):/.test(action));
      expect(actions.toSorted()).toEqual([
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'sqs:GetQueueAttributes',
      ]);
    }
  });

  it('let deployers and approvers read what judging needs of the snapshots, and deployers keep what they overwrite', () => {
    expect(JSON.stringify(resource(template, 'HoldfastViewer').Properties)).not.toContain('Snapshots');
    const shelves = (action: string, id = 'HoldfastDeployer') =>
      resourcesOf(template, id, action).flatMap((arn) =>
        String(arn).startsWith('${Snapshots.Arn}/') ? String(arn).slice('${Snapshots.Arn}/'.length) : [],
      );
    expect(shelves('s3:GetObject')).toEqual(['accepted/*', 'history/*', 'replaced/*', 'releases/*', 'changes/*']);
    expect(shelves('s3:PutObject')).toEqual(['replaced/*', 'releases/*', 'changes/*']);
    expect(shelves('s3:DeleteObject')).toEqual([]);
    expect(shelves('s3:GetObject', 'HoldfastApprover')).toEqual(shelves('s3:GetObject'));
    for (const id of ['HoldfastDeployer', 'HoldfastApprover']) {
      expect(resourcesOf(template, id, 's3:ListBucket')).toContainEqual({ 'Fn::GetAtt': ['Snapshots', 'Arn'] });
    }
  });

  it('let only deployers write, to the places of the sites, and never delete a version for good', () => {
    const places = ['plain-prod/*', 'plain-staging/*', 'ruled-prod/www${!*}/*'];
    const objects = places.map((place) => `arn:\${AWS::Partition}:s3:::${place}`);
    const written = resourcesOf(template, 'HoldfastDeployer', 's3:PutObject');
    expect(written.filter((arn) => !String(arn).startsWith('${Snapshots.Arn}/'))).toEqual(objects);
    expect(resourcesOf(template, 'HoldfastDeployer', 's3:DeleteObject')).toEqual(objects);
    expect(actionsOf('HoldfastDeployer')).not.toContain('s3:DeleteObjectVersion');
    for (const id of ['HoldfastViewer', 'HoldfastApprover']) {
      expect(actionsOf(id).filter((action) => /put|delete|create/i.test(action))).toEqual([]);
    }
  });

  it('let approvers read all that deployers do, to verify it, and change none of it', () => {
    const reads = (id: string) =>
      [
        's3:ListBucketVersions',
        's3:GetObject',
        's3:GetObjectVersion',
        's3:GetObjectAcl',
        'cloudfront:GetDistribution',
      ].map((action) => resourcesOf(template, id, action));
    expect(reads('HoldfastApprover')).toEqual(reads('HoldfastDeployer'));
    expect(resourcesOf(template, 'HoldfastViewer', 's3:GetObject')).toEqual([]);
  });

  it('let deployers purge what is in front of the sites, staging as well', () => {
    expect(resourcesOf(template, 'HoldfastDeployer', 'cloudfront:CreateInvalidation')).toEqual(
      ['E1PLAIN0000000', 'E2PLAIN0000000', 'E1RULED0000000'].map(
        (id) => `arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/${id}`,
      ),
    );
  });
});
