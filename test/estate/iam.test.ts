import { IAM } from '@aws-sdk/client-iam';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/iam.ts';
import { captureOf, estateAt, ownAccount, resourceOf } from '../capture/run-capture.ts';
import { changesOf } from './changes-of.ts';
import { BACK, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator'), account: ownAccount() });
const iam = estate.client(IAM);

const allow = (...Action: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'all', Effect: 'Allow', Action, Resource: '*' }],
});
const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const PolicyArn = `arn:aws:iam::${estate.account}:policy/booking-data`;
const WIKI = 'https://ana:planted-wiki-0123456789@wiki.example.com';
const LOGS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

/** The SDK writes these in capitals; the command line does not tell. */
const hand = (client: IAM) =>
  new Proxy(client, {
    get: (target, name): unknown =>
      Reflect.get(
        target,
        String(name).replace('OpenId', 'OpenID').replace('ClientId', 'ClientID').replace('Saml', 'SAML'),
      ),
  });

describe('IAM', () => {
  beforeAll(async () => {
    const RoleName = 'booking';
    await iam.createRole({
      RoleName,
      Description: "The booking's role",
      MaxSessionDuration: 7200,
      AssumeRolePolicyDocument: JSON.stringify(trust('lambda.amazonaws.com')),
      Tags: [
        { Key: 'team', Value: 'web' },
        { Key: 'wiki', Value: WIKI },
      ],
    });
    await iam.createPolicy({ PolicyName: 'booking-data', PolicyDocument: JSON.stringify(allow('dynamodb:GetItem')) });
    await iam.createPolicyVersion({
      PolicyArn,
      SetAsDefault: true,
      PolicyDocument: JSON.stringify(allow('dynamodb:PutItem')),
    });
    for (const arn of [PolicyArn, LOGS]) await iam.attachRolePolicy({ RoleName, PolicyArn: arn });
    await iam.putRolePolicy({ RoleName, PolicyName: 'mail', PolicyDocument: JSON.stringify(allow('ses:SendEmail')) });
    await iam.createInstanceProfile({ InstanceProfileName: 'web' });
    await iam.addRoleToInstanceProfile({ InstanceProfileName: 'web', RoleName });
    await iam.createGroup({ GroupName: 'editors' });
    await iam.createUser({ UserName: 'ana' });
    await iam.addUserToGroup({ UserName: 'ana', GroupName: 'editors' });
    await iam.createOpenIDConnectProvider({ Url: 'https://id.example.com', ClientIDList: ['deploy'] });
    await iam.updateAccountPasswordPolicy({ MinimumPasswordLength: 14 });
  });

  const captured = async () => resourceOf(await captureOf([service], estate), 'iam-config');

  it('is captured with documents as JSON', async () => {
    const config = await captured();
    expect(await config.json('roles.json')).toMatchObject({
      booking: {
        Path: '/',
        Description: "The booking's role",
        MaxSessionDuration: 7200,
        InlinePolicies: { mail: allow('ses:SendEmail') },
        AttachedPolicies: [LOGS, PolicyArn].toSorted(),
        Tags: { team: 'web', wiki: { ref: 'iam/iam-config/roles/booking/tags/wiki' } },
      },
    });
    expect(await config.json('trust-relationships.json')).toEqual({ booking: trust('lambda.amazonaws.com') });
    expect(await config.json('policies.json')).toMatchObject({
      'booking-data': { Arn: PolicyArn, Document: allow('dynamodb:PutItem') },
    });
    expect(await config.json('observed.json')).toMatchObject({
      OtherPolicyVersions: { 'booking-data': { v1: { Document: allow('dynamodb:GetItem') } } },
    });
    expect(await config.json('instance-profiles.json')).toMatchObject({ web: { Roles: ['booking'] } });
    expect(await config.json('users.json')).toMatchObject({ ana: { Groups: ['editors'] } });
    expect(await config.json('account.json')).toMatchObject({ PasswordPolicy: { MinimumPasswordLength: 14 } });
    expect(Object.values(Object(await config.json('identity-providers.json')).OpenIDConnect)).toMatchObject([
      { ClientIDList: ['deploy'] },
    ]);
  });

  it('tells which role changed, and in what', async () => {
    const before = await captured();
    expect(await changesOf(service, before, await captured())).toEqual([]);
    const PolicyDocument = JSON.stringify(trust('edgelambda.amazonaws.com'));
    await iam.updateAssumeRolePolicy({ RoleName: 'booking', PolicyDocument });
    await iam.detachRolePolicy({ RoleName: 'booking', PolicyArn: LOGS });
    expect(await changesOf(service, before, await captured())).toMatchObject([
      { file: 'roles.json', kind: 'removed', path: expect.stringContaining('booking.AttachedPolicies') },
      { file: 'trust-relationships.json', kind: 'changed', path: expect.stringContaining('booking.Statement') },
    ]);
  });

  it('comes back by the commands that its plan prints', async () => {
    const before = await captured();
    const RoleName = 'booking';
    await iam.detachRolePolicy({ RoleName, PolicyArn });
    await iam.deleteRolePolicy({ RoleName, PolicyName: 'mail' });
    await iam.putRolePolicy({ RoleName, PolicyName: 'all', PolicyDocument: JSON.stringify(allow('*')) });
    await iam.updateRole({ RoleName, Description: 'other', MaxSessionDuration: 3600 });
    await iam.untagRole({ RoleName, TagKeys: ['team'] });
    const PolicyDocument = JSON.stringify(allow("it's *"));
    await iam.createPolicyVersion({ PolicyArn, SetAsDefault: true, PolicyDocument });
    await iam.removeRoleFromInstanceProfile({ InstanceProfileName: 'web', RoleName });
    await iam.deleteInstanceProfile({ InstanceProfileName: 'web' });
    await iam.removeUserFromGroup({ UserName: 'ana', GroupName: 'editors' });
    await iam.deleteUser({ UserName: 'ana' });
    await iam.deleteAccountPasswordPolicy({});
    const step = await stepOf(service, before, estate);
    expect(step).toMatchObject({ kind: 'command' });
    await typed(step.commands, { iam: hand(iam) });
    expect(await changesOf(service, before, await captured())).toEqual([]);
    expect(await stepOf(service, before, estate)).toMatchObject({ kind: 'leave' });
  });

  it('comes back into an account that has nothing of it', async () => {
    const before = await captured();
    const empty = estateAt({ endpoint: inject('emulator'), account: ownAccount() });
    const to = { ...BACK, idOf: (id: string) => id.replaceAll(estate.account, empty.account) };
    const [step] = (await service.restore?.plan(before, to, empty)) ?? [];
    await typed(
      step?.commands,
      { iam: hand(empty.client(IAM)) },
      { 'FILL-IN:iam/iam-config/roles/booking/tags/wiki': WIKI },
    );
    const after = resourceOf(await captureOf([service], empty), 'iam-config');
    const documents = async (from: typeof before) =>
      Promise.all(
        ['roles.json', 'policies.json', 'users.json', 'instance-profiles.json'].map((file) => from.json(file)),
      );
    const text = JSON.stringify(await documents(before)).replaceAll(estate.account, empty.account);
    expect(await documents(after)).toEqual(JSON.parse(text));
  });

  it('leaves what only the live account has, and says so', async () => {
    const before = await captured();
    await iam.createUser({ UserName: 'new' });
    const { commands } = await stepOf(service, before, estate);
    expect(commands).toEqual(['# Only live, and left there: users "new"']);
  });
});
