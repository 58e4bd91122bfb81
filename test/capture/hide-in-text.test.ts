import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { isTemplateSecret } from '../../src/lib/estate/cloudformation/template-secrets.ts';
import { hideInText } from '../../src/lib/estate/shared/hide-in-text.ts';

async function hidden(text: string): Promise<{ text: string | undefined; secrets: Record<string, string> }> {
  const secrets: Record<string, string> = {};
  const sink = {
    secret: async (ref: string, value: string) => {
      secrets[ref] = value;
      return { secret: 'hmac', ref };
    },
  };
  return { text: await hideInText(text, 't', isTemplateSecret, sink), secrets };
}

const YAML = `# kept as it is
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Hidden: { Type: String, NoEcho: true, Default: canary-echo }
  Stage: { Type: String, Default: prod }
  AdminPassword:   # by its name
    Type: String
    Default: canary-named
Resources:
  Booking:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName:   booking     # two spaces more
      Environment:
        Variables:
          TABLE: !Ref Table
          ARN: !GetAtt Table.Arn
          PLAIN: canary-plain
          QUOTED: "canary: \\"quoted\\""
          NUMBER: 12345
          JOINED: !Join [ ':', [ canary-joined, !Ref Table ] ]
          SUBBED: !Sub 'canary-\${Table}'
          DYNAMIC: '{{resolve:secretsmanager:booking:SecretString:password}}'
          BLOCK: |
            canary
            block
          CHOSEN: !If [ IsProd, canary-chosen, !Ref Table ]
          EMPTY: ''
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: site
            OriginCustomHeaders:
              - HeaderName: x-origin-key
                HeaderValue: canary-header
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Environment:
            - Name: MODE
              Value: canary-mode
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: canary-master
      DBInstanceIdentifier: booking
      Tags: [ { Key: apiKey, Value: canary-tag } ]
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: { HttpTokens: required }
        UserData: !Base64 canary-data
  Hook:
    Type: AWS::SNS::Subscription
    Properties: { Protocol: https, Endpoint: 'https://u:canary-userinfo@example.com' }
Outputs:
  Url: { Value: https://example.com }
`;

it('hides what is secret in a template, and leaves the rest of its text as it is', async () => {
  const { text = '', secrets } = await hidden(YAML);
  expect(text).not.toContain('canary');
  expect(secrets).toStrictEqual({
    't/Parameters/Hidden/Default': 'canary-echo',
    't/Parameters/AdminPassword/Default': 'canary-named',
    't/Resources/Booking/Properties/Environment/Variables/PLAIN': 'canary-plain',
    't/Resources/Booking/Properties/Environment/Variables/QUOTED': 'canary: "quoted"',
    't/Resources/Booking/Properties/Environment/Variables/NUMBER': '12345',
    't/Resources/Booking/Properties/Environment/Variables/JOINED/!Join/1/0': 'canary-joined',
    't/Resources/Booking/Properties/Environment/Variables/SUBBED/!Sub': 'canary-${Table}',
    't/Resources/Booking/Properties/Environment/Variables/BLOCK': 'canary\nblock\n',
    't/Resources/Booking/Properties/Environment/Variables/CHOSEN/!If/1': 'canary-chosen',
    't/Resources/Site/Properties/DistributionConfig/Origins/0/OriginCustomHeaders/0/HeaderValue': 'canary-header',
    't/Resources/Task/Properties/ContainerDefinitions/0/Environment/0/Value': 'canary-mode',
    't/Resources/Database/Properties/MasterUserPassword': 'canary-master',
    't/Resources/Database/Properties/Tags/0/Value': 'canary-tag',
    't/Resources/Template/Properties/LaunchTemplateData/UserData/!Base64': 'canary-data',
    't/Resources/Hook/Properties/Endpoint': 'https://u:canary-userinfo@example.com',
  });
  const again: unknown = parse(text, { logLevel: 'silent' });
  expect(again).toMatchObject({
    Resources: {
      Booking: { Properties: { Environment: { Variables: { PLAIN: { secret: 'hmac' }, TABLE: 'Table' } } } },
    },
  });
  const lines = (from: string) => from.split('\n');
  for (const line of lines(YAML).filter((each) => !/canary|12345|^ {12}block/.test(each)))
    expect(lines(text)).toContain(
      line.replace(
        'BLOCK: |',
        'BLOCK: {"secret": "hmac", "ref": "t/Resources/Booking/Properties/Environment/Variables/BLOCK"}',
      ),
    );
});

it('hides within JSON, tabs and escapes included, and it stays JSON', async () => {
  const template = {
    Resources: {
      F: { Properties: { Environment: { Variables: { A: 'canary\n"a"', B: { Ref: 'X' }, C: 'canary/é😀' } } } },
    },
  };
  const { text = '', secrets } = await hidden(JSON.stringify(template, undefined, '\t'));
  expect(Object.values(secrets)).toStrictEqual(['canary\n"a"', 'canary/é😀']);
  expect(JSON.parse(text)).toMatchObject({
    Resources: { F: { Properties: { Environment: { Variables: { A: { secret: 'hmac' }, B: { Ref: 'X' } } } } } },
  });
});

it('hides what an alias points at', async () => {
  const { text, secrets } = await hidden(
    'Metadata: { shared: &key canary-shared }\nResources: { F: { Properties: { Environment: { Variables: { A: *key } } } } }\n',
  );
  expect(text).not.toContain('canary');
  expect(Object.values(secrets)).toStrictEqual(['canary-shared']);
});

it('hides what an alias of several settings points at, and does not follow one for ever', async () => {
  const shared = 'Metadata: { shared: &all { A: canary-a, B: { C: canary-c } } }\n';
  const { text, secrets } = await hidden(`${shared}Resources: { F: { Environment: { Variables: *all } } }\n`);
  expect(text).not.toContain('canary');
  expect(Object.values(secrets)).toStrictEqual(['canary-a', 'canary-c']);
  const bomb = Array.from({ length: 40 }, (_, at) => `x${at + 1}: &x${at + 1} [*x${at}, *x${at}, *x${at}]`);
  expect((await hidden(['x0: &x0 [a, a, a]', ...bomb].join('\n'))).text).toBeUndefined();
  expect((await hidden('['.repeat(100_000))).text).toBeUndefined();
  expect((await hidden('a: &a [*a, Variables: { X: *a }]')).text).toBeDefined();
});

it('does not read what is no template', async () => {
  expect((await hidden('a: [unclosed')).text).toBeUndefined();
  expect((await hidden('{"a": "\u0000')).text).toBeUndefined();
});
