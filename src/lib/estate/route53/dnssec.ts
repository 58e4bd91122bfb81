import type { Route53 } from '@aws-sdk/client-route-53';

/** How a public zone is signed, for who restores it: a new zone has new keys, and the parent zone must be told of them. */
export interface Signing {
  readonly status: string;
  readonly keys: readonly { readonly name: string; readonly kmsKey: string; readonly dsRecord: string }[];
}

/** `unknown` where Route 53 does not answer this for the zone. */
export async function signingOf(route53: Route53, id: string): Promise<Signing> {
  const found = await route53.getDNSSEC({ HostedZoneId: id }).catch((error: unknown) => {
    if (error instanceof Error && /^Invalid(?:Input|Argument)$/.test(error.name)) return undefined;
    throw error;
  });
  return {
    status: found?.Status?.ServeSignature ?? 'unknown',
    keys: (found?.KeySigningKeys ?? []).map(({ Name = '', KmsArn = '', DSRecord = '' }) => ({
      name: Name,
      kmsKey: KmsArn,
      dsRecord: DSRecord,
    })),
  };
}
