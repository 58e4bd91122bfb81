import type { GetObjectAclCommandOutput, PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { GetBucketOwnershipControlsCommand, GetObjectAclCommand } from '@aws-sdk/client-s3';
import type { Grant, StoredAs } from '../site/version.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { present } from './s3-bucket-headers.ts';

const REMEMBERED_MS = 5 * 60 * 1000;

/** Whether a bucket still uses ACLs. Asked once in five minutes. */
export type AclsInUse = () => Promise<boolean>;

/** Asks for the bucket's ownership controls: `BucketOwnerEnforced` turns ACLs off; a bucket without any uses them. */
export function aclsInUse(bucket: string, deps: { s3: S3Client; now: () => Date }): AclsInUse {
  let answer: Promise<boolean> | undefined;
  let until = 0;
  return () => {
    if (answer && deps.now().getTime() < until) return answer;
    until = deps.now().getTime() + REMEMBERED_MS;
    answer = ask(bucket, deps.s3);
    answer.catch(() => {
      answer = undefined;
    });
    return answer;
  };
}

async function ask(bucket: string, s3: S3Client): Promise<boolean> {
  try {
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket: bucket }));
    return !OwnershipControls?.Rules?.some((rule) => rule.ObjectOwnership === 'BucketOwnerEnforced');
  } catch (error) {
    if (asAwsError(error).name === 'OwnershipControlsNotFoundError') return true;
    throw awsFailure('BUCKET', `Reading who owns the objects of ${bucket}`, error);
  }
}

/** The access control list of a version, when it is another than the private one that every object starts with. */
export async function readAcl(
  s3: S3Client,
  version: { Bucket: string; Key: string; VersionId: string },
): Promise<Pick<StoredAs, 'acl'>> {
  const { Owner, Grants = [] } = await s3.send(new GetObjectAclCommand(version));
  if (isPrivate(Owner?.ID, Grants)) return {};
  return { acl: { ...present({ owner: Owner?.ID }), grants: Grants.map(asGrant) } };
}

type SdkGrant = NonNullable<GetObjectAclCommandOutput['Grants']>[number];

function isPrivate(owner: string | undefined, grants: readonly SdkGrant[]): boolean {
  return grants.every(({ Grantee, Permission }) => Permission === 'FULL_CONTROL' && Grantee?.ID === owner);
}

function asGrant({ Grantee, Permission }: SdkGrant): Grant {
  const { Type = '', ID, URI, EmailAddress } = Grantee ?? {};
  const grantee = { type: Type, ...present({ id: ID, uri: URI, email: EmailAddress }) };
  return { permission: Permission ?? '', grantee };
}

/** The fields of a PutObject that grant what the list grants, in the same request as the bytes. */
export function grantFields(acl: StoredAs['acl']): Partial<PutObjectCommandInput> {
  if (!acl) return {};
  const to = (permission: string): string | undefined =>
    acl.grants
      .filter((grant) => grant.permission === permission)
      .map(named)
      .join(', ') || undefined;
  return {
    GrantFullControl: to('FULL_CONTROL'),
    GrantRead: to('READ'),
    GrantReadACP: to('READ_ACP'),
    GrantWriteACP: to('WRITE_ACP'),
  };
}

function named({ grantee }: Grant): string {
  if (grantee.id !== undefined) return `id="${grantee.id}"`;
  return grantee.uri === undefined ? `emailAddress="${grantee.email ?? ''}"` : `uri="${grantee.uri}"`;
}
