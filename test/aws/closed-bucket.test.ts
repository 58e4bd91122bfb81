import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { bucketPlace } from '../../src/lib/aws/bucket-place.ts';
import { refuseOpenBucket } from '../../src/lib/aws/closed-bucket.ts';

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const BLOCK = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

/** What S3 answers, by the setting that is asked for: as its API reference shows it. */
const ANSWERS = {
  publicAccessBlock: (on: boolean) =>
    `<PublicAccessBlockConfiguration ${NS}>${BLOCK.map((name) => `<${name}>${on}</${name}>`).join('')}</PublicAccessBlockConfiguration>`,
  policyStatus: (open: boolean) => `<PolicyStatus ${NS}><IsPublic>${open ? 'TRUE' : 'FALSE'}</IsPublic></PolicyStatus>`,
  acl: (uri?: string) =>
    `<AccessControlPolicy ${NS}><AccessControlList>${uri === undefined ? '' : `<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>${uri}</URI></Grantee><Permission>READ</Permission></Grant>`}</AccessControlList></AccessControlPolicy>`,
  encryption: `<ServerSideEncryptionConfiguration ${NS}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
};

type Answers = Readonly<Partial<Record<'publicAccessBlock' | 'policyStatus' | 'acl' | 'encryption', string>>>;

const ABSENT = {
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  policyStatus: 'NoSuchBucketPolicy',
  acl: 'AccessDenied',
  encryption: 'ServerSideEncryptionConfigurationNotFoundError',
} as const;

let server: Server | undefined;

afterEach(() => new Promise((resolve) => void (server ? server.close(resolve) : resolve(undefined))));

async function refused(answers: Answers): Promise<unknown> {
  server = createServer((request, response) => {
    const asked = (['publicAccessBlock', 'policyStatus', 'acl', 'encryption'] as const).find((name) =>
      new URL(request.url ?? '', 'http://x').searchParams.has(name),
    );
    const body = asked && answers[asked];
    const code = asked && ABSENT[asked];
    const missing = code === 'AccessDenied' ? 403 : 404;
    response.writeHead(body === undefined ? missing : 200, { 'content-type': 'application/xml' });
    response.end(XML + (body ?? `<Error><Code>${code}</Code><Message>no</Message></Error>`));
  });
  await new Promise<void>((resolve) => void server?.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  const local = { endpoint: `http://127.0.0.1:${port}`, account: '111122223333', region: 'us-east-1' };
  return refuseOpenBucket(bucketPlace('s3://sails-captures/estate', undefined, local)).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const { publicAccessBlock, policyStatus, acl, encryption } = ANSWERS;
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';

it.each<[string, Answers, object | undefined]>([
  ['that is blocked', { publicAccessBlock: publicAccessBlock(true), encryption }, undefined],
  ['whose policy and list are closed', { policyStatus: policyStatus(false), acl: acl(), encryption }, undefined],
  ['without a policy', { publicAccessBlock: publicAccessBlock(false), acl: acl(), encryption }, undefined],
  [
    'whose policy is public',
    { policyStatus: policyStatus(true), acl: acl(), encryption },
    { code: 'CAPTURE.OPEN', message: /by its policy/ },
  ],
  [
    'whose list is public',
    { acl: acl(EVERYBODY), encryption },
    { code: 'CAPTURE.OPEN', message: /by its access list/ },
  ],
  [
    'without default encryption',
    { publicAccessBlock: publicAccessBlock(true) },
    { code: 'CAPTURE.OPEN', message: /no default encryption/ },
  ],
  ['that one may not look at', { encryption }, { code: 'BUCKET.DENIED', hint: /--open-bucket/ }],
])('a bucket %s', async (_, answers, expected) => {
  const error = await refused(answers);
  if (!expected) return expect(error).toBeUndefined();
  for (const [name, value] of Object.entries(expected))
    expect(error).toHaveProperty(name, value instanceof RegExp ? expect.stringMatching(value) : value);
});

it.each([
  's3://',
  's3://A',
  's3://b/../x',
  's3://bucket//x',
  's3://bucket/\u0000',
  's3://under_score',
  `s3://bucket/${'x'.repeat(400)}`,
])('%j is no place', (written) => {
  expect(() => bucketPlace(written, 'us-east-1')).toThrow(expect.objectContaining({ code: 'CAPTURE.PLACE' }));
});
