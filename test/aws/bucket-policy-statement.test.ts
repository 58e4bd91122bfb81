import { describe, expect, it } from 'vitest';
import {
  conditionalWrites,
  hasStatement,
  otherStatements,
  partitionOf,
  standingStatement,
  statementId,
  withoutStatement,
  withStatement,
} from '../../src/lib/aws/bucket-policy-statement.ts';

const AT = { bucket: 'demo-prod', partition: 'aws' };
const OURS = conditionalWrites('demo', AT, ['*.html', '*.htm']);
const BLOG = conditionalWrites('blog', AT, ['blog/*.html']);
const THEIRS = [
  { Sid: 'cdn', Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject' },
  { Effect: 'Deny', Principal: '*', NotAction: ['s3:GetObject'], Resource: 'arn:aws:s3:::demo-prod/${aws:username}/*' },
];

function policy(statements: unknown, more: object = {}): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'theirs', ...more, Statement: statements });
}

describe('the statement', () => {
  it('denies a write that names neither what it replaces nor that nothing is there, but for parts', () => {
    expect(OURS).toEqual({
      Sid: 'HoldfastConditionalWrites-demo',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: ['arn:aws:s3:::demo-prod/*.html', 'arn:aws:s3:::demo-prod/*.htm'],
      Condition: {
        Null: { 's3:if-match': 'true', 's3:if-none-match': 'true' },
        Bool: { 's3:ObjectCreationOperation': 'true' },
      },
    });
  });

  it.each([
    ['us-east-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
  ])('is of the partition of %s: %s', (region, partition) => {
    expect(partitionOf(region)).toBe(partition);
  });
});

describe('withStatement', () => {
  it('makes a policy where there is none', () => {
    expect(JSON.parse(withStatement(undefined, OURS))).toEqual({ Version: '2012-10-17', Statement: [OURS] });
  });

  it('keeps every other statement, in its order, and everything around them', () => {
    const next = withStatement(policy([...THEIRS, BLOG]), OURS);
    expect(JSON.parse(next)).toEqual({ Version: '2012-10-17', Id: 'theirs', Statement: [...THEIRS, BLOG, OURS] });
    expect(otherStatements(next, statementId('demo'))).toBe(3);
  });

  it('takes the place of an older one, however many there are', () => {
    const older = conditionalWrites('demo', AT, ['*.htm']);
    const next = withStatement(policy([THEIRS[0], older, THEIRS[1], older]), OURS);
    expect(JSON.parse(next).Statement).toEqual([THEIRS[0], OURS, THEIRS[1]]);
  });

  it('takes a single statement for a list of one', () => {
    expect(JSON.parse(withStatement(policy(THEIRS[0]), OURS)).Statement).toEqual([THEIRS[0], OURS]);
  });

  it('gives the same text when it runs again', () => {
    const once = withStatement(policy(THEIRS), OURS);
    expect(withStatement(once, OURS)).toBe(once);
  });

  it('does not write what S3 would not take', () => {
    const large = policy([{ Sid: 'x', Resource: 'a'.repeat(20 * 1024) }]);
    expect(() => withStatement(large, OURS)).toThrow(expect.objectContaining({ code: 'BUCKET.POLICY' }));
  });

  it.each([undefined, '2008-10-17'])(
    'does not name a star in a policy of version %s, which would not know it',
    (Version) => {
      const escaped = conditionalWrites('demo', AT, ['a${*}/*.html']);
      expect(() => withStatement(policy(THEIRS, { Version }), escaped)).toThrow(/older version/);
      expect(JSON.parse(withStatement(policy(THEIRS, { Version }), OURS)).Version).toBe(Version);
    },
  );

  it.each(['', '[]', 'null', '{'])('does not replace what is no policy: %s', (text) => {
    expect(() => withStatement(text, OURS)).toThrow(expect.objectContaining({ code: 'BUCKET.POLICY' }));
  });
});

describe('withoutStatement', () => {
  it('takes out that statement alone', () => {
    const next = withoutStatement(policy([THEIRS[0], OURS, BLOG, THEIRS[1]]), statementId('demo'));
    expect(JSON.parse(next ?? '')).toEqual({
      Version: '2012-10-17',
      Id: 'theirs',
      Statement: [THEIRS[0], BLOG, THEIRS[1]],
    });
  });

  it('leaves no policy where it was the only one', () => {
    expect(withoutStatement(policy([OURS]), statementId('demo'))).toBeUndefined();
    expect(withoutStatement(undefined, statementId('demo'))).toBeUndefined();
  });
});

describe('standingStatement', () => {
  it('is current as it was written, and as S3 may write it down', () => {
    expect(standingStatement(policy([...THEIRS, OURS]), OURS)).toBe('current');
    const { Resource, ...rest } = OURS;
    const told = {
      ...rest,
      Action: ['s3:PutObject'],
      Resource: Array.isArray(Resource) ? Resource.toReversed() : Resource,
    };
    const condition = {
      Bool: { 's3:ObjectCreationOperation': ['true'] },
      Null: { 's3:if-none-match': true, 's3:if-match': 'true' },
    };
    expect(standingStatement(policy({ ...told, Condition: condition }), OURS)).toBe('current');
  });

  it('is another one with other keys, without a condition, or twice', () => {
    const { Condition: _, ...without } = OURS;
    for (const statements of [[conditionalWrites('demo', AT, ['*.html'])], [without], [OURS, OURS]])
      expect(standingStatement(policy(statements), OURS)).toBe('other');
  });

  it('is absent without a policy, and beside those of other sites', () => {
    expect(standingStatement(undefined, OURS)).toBe('absent');
    expect(standingStatement(policy([...THEIRS, BLOG]), OURS)).toBe('absent');
    expect(hasStatement(policy([BLOG]), statementId('demo'))).toBe(false);
    expect(hasStatement(policy([BLOG]), statementId('blog'))).toBe(true);
  });
});
