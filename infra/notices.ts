import type { Site } from '../src/lib/site/site.ts';
import { arnOf, pascal, sub } from './template.ts';
import type { Resources, Value } from './template.ts';

/** Who may put notices into the uploads queue: S3 itself, and a rule for each site whose notices come that way. */
export function notices(sites: readonly Site[]): Resources {
  const viaRule = sites.filter((site) => site.via === 'eventbridge');
  return {
    ...Object.fromEntries(viaRule.map((site) => [ruleId(site), rule(site)])),
    UploadsPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Uploads' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [fromBuckets(sites), ...(viaRule.length > 0 ? [fromRules(viaRule)] : [])],
        },
      },
    },
  };
}

/** Also for sites that go by a rule: to change over needs no deploy before `protect` can add the notification. */
function fromBuckets(sites: readonly Site[]): Value {
  const buckets = [...new Set(sites.map((site) => site.production.bucket))];
  return send('s3.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    ArnEquals: { 'aws:SourceArn': buckets.map((bucket) => sub(`arn:\${AWS::Partition}:s3:::${bucket}`)) },
  });
}

function fromRules(sites: readonly Site[]): Value {
  return send('events.amazonaws.com', { ArnEquals: { 'aws:SourceArn': sites.map((site) => arnOf(ruleId(site))) } });
}

function send(service: string, condition: Value): Value {
  return {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sqs:SendMessage',
    Resource: arnOf('Uploads'),
    Condition: condition,
  };
}

function rule(site: Site): Resources[string] {
  const { bucket, prefix } = site.production;
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Description: `Uploads of the site ${site.name}`,
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: [bucket] }, ...(prefix && { object: { key: [{ prefix }] } }) },
      },
      Targets: [{ Id: 'uploads', Arn: arnOf('Uploads') }],
    },
  };
}

function ruleId(site: Site): string {
  return `NoticesOf${pascal(site.name)}`;
}
