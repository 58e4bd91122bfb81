import { beforeAll, describe, expect, it } from 'vitest';
import { ofType, packaged, resource, type Template } from './packaged.ts';
import { resourcesOf as rightsOf, statementsOf } from './rights-of.ts';

let template: Template;

beforeAll(async () => {
  template = await packaged('test/template/sites.yml');
}, 120_000);

const resourcesOf = (role: string, action: string) => rightsOf(template, role, action);

describe('the rights of the functions', () => {
  it('never name all resources or all actions of a service', () => {
    for (const role of ofType(template, 'AWS::IAM::Role')) {
      for (const { Action, Resource } of statementsOf(role.Properties)) {
        expect(Action.filter((action) => action.includes('*'))).toEqual([]);
        expect(Resource.filter((arn) => arn === '*')).toEqual([]);
      }
    }
  });

  it('let only on-upload write to a bucket of a site, within its prefix, and never delete a version for good', () => {
    for (const role of ['OnSweepRole', 'OnIncidentRole', 'OnRequestRole']) {
      const written = ['s3:PutObject', 's3:DeleteObject'].flatMap((action) => resourcesOf(role, action));
      expect(written.filter((arn) => !String(arn).startsWith('${Snapshots.Arn}/'))).toEqual([]);
    }
    expect(resourcesOf('OnUploadRole', 's3:PutObject')).toEqual([
      'arn:${AWS::Partition}:s3:::plain-prod/*',
      // A star that is part of the prefix is that character to IAM, not a wildcard.
      'arn:${AWS::Partition}:s3:::ruled-prod/www${!*}/*',
      ...['accepted', 'rejected', 'assets', 'history'].map((shelf) => `\${Snapshots.Arn}/${shelf}/*`),
    ]);
    expect(resourcesOf('OnUploadRole', 's3:DeleteObject')).toHaveLength(2);
    expect(resourcesOf('OnUploadRole', 's3:DeleteObjectVersion')).toEqual([]);
  });

  it('let on-upload purge each configured distribution', () => {
    expect(resourcesOf('OnUploadRole', 'cloudfront:CreateInvalidation')).toEqual(
      ['E1PLAIN0000000', 'E1RULED0000000'].map(
        (id) => `arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/${id}`,
      ),
    );
  });

  it('let on-incident read the configured Slack tokens and nothing else of the parameter store', () => {
    expect(resourcesOf('OnIncidentRole', 'ssm:GetParameter')).toEqual([
      'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/holdfast/plain/slack-bot-token',
    ]);
  });

  it('let on-request read the token and the signing secret of a site that has a Slack app, and nothing else there', () => {
    expect(resourcesOf('OnRequestRole', 'ssm:GetParameter')).toEqual(
      ['slack-bot-token', 'slack-signing-secret'].map(
        (name) => `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/holdfast/plain/${name}`,
      ),
    );
  });

  it('let on-incident alone use the queue of what could not be told, and only send to its dead letters', () => {
    const untold = { 'Fn::GetAtt': ['Untold', 'Arn'] };
    const dead = { 'Fn::GetAtt': ['UntoldIncidents', 'Arn'] };
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
      expect(resourcesOf('OnIncidentRole', action)).toEqual([untold]);
    }
    expect(resourcesOf('OnIncidentRole', 'sqs:SendMessage')).toEqual([dead, untold]);
    for (const role of ['OnUploadRole', 'OnSweepRole', 'OnRequestRole']) {
      expect(resourcesOf(role, 'sqs:SendMessage')).not.toContainEqual(untold);
    }
  });

  it('let on-request record and ask for looks, and of S3 read what people look at and keep what they accept', () => {
    expect(resourcesOf('OnRequestRole', 's3:PutObject')).toEqual(['${Snapshots.Arn}/accepted/*']);
    expect(resourcesOf('OnRequestRole', 's3:GetObject')).toEqual([
      '${Snapshots.Arn}/accepted/*',
      '${Snapshots.Arn}/rejected/*',
      '${Snapshots.Arn}/changes/*',
      'arn:${AWS::Partition}:s3:::plain-prod/*',
      'arn:${AWS::Partition}:s3:::ruled-prod/www${!*}/*',
    ]);
    expect(resourcesOf('OnRequestRole', 'sqs:SendMessage')).toEqual([{ 'Fn::GetAtt': ['Uploads', 'Arn'] }]);
    const actions = statementsOf(resource(template, 'OnRequestRole').Properties).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /delete|invalidat|receive/i.test(action))).toEqual([]);
  });

  it('let each function write to its own log only', () => {
    for (const [role, name] of [
      ['OnUploadRole', 'on-upload'],
      ['OnSweepRole', 'on-sweep'],
      ['OnIncidentRole', 'on-incident'],
      ['OnRequestRole', 'on-request'],
    ] as const) {
      expect(resourcesOf(role, 'logs:PutLogEvents')).toEqual([
        `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/holdfast-prod-${name}:*`,
      ]);
    }
  });
});
