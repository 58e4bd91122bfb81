import { ACM, KeyAlgorithm, paginateListCertificates, ResourceNotFoundException } from '@aws-sdk/client-acm';
import type { CertificateDetail } from '@aws-sdk/client-acm';
import * as z from 'zod';
import { byCommands } from '../capture/by-commands.ts';
import type { CapturedResource } from '../capture/captured-resource.ts';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Target } from '../capture/restore.ts';
import type { Service } from '../capture/service.ts';
import { awsCommands, callsOf, tagCalls } from './shared/aws-command.ts';
import { hideSecrets } from './shared/hide-secrets.ts';
import { picked } from './shared/picked.ts';
import { tagList, tagsOf } from './shared/tags.ts';
import { without } from './shared/without.ts';

const FOLDER = 'acm-certificates';

/** Certificates: what they are for and how they are validated. Private keys are never asked for, and AWS gives none out. */
export const service: Service = {
  name: 'acm',
  title: 'ACM certificates',
  folder: FOLDER,
  where: 'regional',
  // AWS Certificate Manager User Guide, Quotas, API rate quotas: 10 a second each, lists fewer.
  limits: { ACM: 5, 'ACM.ListCertificates': 1, 'ACM.DescribeCertificate': 8, 'ACM.ListTagsForCertificate': 8 },
  async *list(estate) {
    for (const region of estate.regions) {
      const client = estate.client(ACM, region);
      // Without a filter, AWS lists certificates with RSA keys of 1024 and 2048 bits alone.
      const filter = { Includes: { keyTypes: Object.values(KeyAlgorithm) } };
      for await (const { CertificateSummaryList = [] } of paginateListCertificates({ client }, filter)) {
        for (const { CertificateArn = '', DomainName = '' } of CertificateSummaryList) {
          const called = `${DomainName} ${CertificateArn.slice(CertificateArn.lastIndexOf('/') + 1)}`;
          const folder = folderOf(FOLDER, called, region, estate.regions[0]);
          yield { service: 'acm', id: CertificateArn, name: DomainName, region, folder };
        }
      }
    }
  },
  async capture(certificate, sink, estate) {
    const CertificateArn = certificate.id;
    const client = estate.client(ACM, certificate.region);
    const { Certificate = {} } = await client.describeCertificate({ CertificateArn }).catch((error: unknown) => {
      throw error instanceof ResourceNotFoundException ? gone(certificate, error) : error;
    });
    const { Tags } = await client.listTagsForCertificate({ CertificateArn });
    await sink.json('config.json', { ...configOf(Certificate), Tags: await hideSecrets(tagsOf(Tags), 'tags', sink) });
    await sink.json('observed.json', seenOf(Certificate));
  },
  restore: byCommands({ service: () => service, after: ['route53'], commands }),
};

function configOf(certificate: CertificateDetail) {
  return {
    ...picked(certificate, 'DomainName', 'Type', 'ManagedBy', 'CertificateAuthorityArn', 'Options'),
    // AWS writes it in two ways, `RSA-2048` and `RSA_2048`; commands take the second.
    KeyAlgorithm: certificate.KeyAlgorithm?.replaceAll('-', '_'),
    SubjectAlternativeNames: certificate.SubjectAlternativeNames?.toSorted(),
    DomainValidationOptions: certificate.DomainValidationOptions?.map((option) => ({
      ...without(option, 'ValidationStatus'),
      ...(option.ValidationEmails && { ValidationEmails: option.ValidationEmails.toSorted() }),
    })).toSorted((a, b) => ((a.DomainName ?? '') < (b.DomainName ?? '') ? -1 : 1)),
    KeyUsages: certificate.KeyUsages?.map(({ Name }) => Name).toSorted(),
    ExtendedKeyUsages: certificate.ExtendedKeyUsages?.map(({ Name }) => Name).toSorted(),
  };
}

/** What renewals change, and what others do with it. */
function seenOf(certificate: CertificateDetail) {
  return {
    ...picked(certificate, 'CertificateArn', 'Serial', 'Subject', 'Issuer', 'SignatureAlgorithm', 'Status', 'InUseBy'),
    ...picked(certificate, 'CreatedAt', 'IssuedAt', 'ImportedAt', 'NotBefore', 'NotAfter', 'RevokedAt'),
    ...picked(certificate, 'FailureReason', 'RevocationReason', 'RenewalEligibility', 'RenewalSummary'),
    validation: certificate.DomainValidationOptions?.map((option) => picked(option, 'DomainName', 'ValidationStatus')),
  };
}

const CONFIG = z.object({
  DomainName: z.string(),
  Type: z.string().optional(),
  KeyAlgorithm: z.string().optional(),
  CertificateAuthorityArn: z.string().optional(),
  SubjectAlternativeNames: z.array(z.string()).optional(),
  DomainValidationOptions: z.array(z.object({ ValidationMethod: z.string().optional() })).optional(),
  Options: z.record(z.string(), z.string()).optional(),
  Tags: z.record(z.string(), z.unknown()),
});

/** A certificate comes back as another one, with another ARN; an imported one from the files that only its owner has. */
async function commands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const call = callsOf('acm', captured);
  const { Tags, ...wanted } = CONFIG.parse(await captured.json('config.json'));
  if (live) {
    const CertificateArn = live.entry.id;
    const is = CONFIG.parse(await live.json('config.json'));
    const options = JSON.stringify(wanted.Options) !== JSON.stringify(is.Options);
    return awsCommands(to, [
      ...(options ? [call('update-certificate-options', { CertificateArn, Options: wanted.Options })] : []),
      ...tagCalls(Tags, is.Tags, {
        set: (tags) => call('add-tags-to-certificate', { CertificateArn, Tags: tagList(tags) }),
        remove: (keys) =>
          call('remove-tags-from-certificate', {
            CertificateArn,
            Tags: keys.map((Key) => ({ Key })),
          }),
      }),
    ]);
  }
  if (wanted.Type === 'IMPORTED') {
    const files = ['--certificate', 'fileb://certificate.pem', '--private-key', 'fileb://private-key.pem'];
    return [
      '# Put the certificate, its chain and its private key, which no capture has, into the files that are named:',
      ...awsCommands(to, [
        call('import-certificate', { Tags: tagList(Tags) }, [...files, '--certificate-chain', 'fileb://chain.pem']),
      ]),
    ];
  }
  const { DomainName, KeyAlgorithm: algorithm, CertificateAuthorityArn, Options } = wanted;
  const names = wanted.SubjectAlternativeNames?.filter((name) => name !== DomainName) ?? [];
  const request = {
    DomainName,
    CertificateAuthorityArn,
    Options,
    Tags: tagList(Tags),
    KeyAlgorithm: algorithm,
    ValidationMethod: wanted.DomainValidationOptions?.find((each) => each.ValidationMethod)?.ValidationMethod,
    ...(names.length > 0 && { SubjectAlternativeNames: names }),
  };
  return [
    '# It becomes another certificate with another ARN: validate it, and then name it where the old one was named.',
    ...awsCommands(to, [call('request-certificate', request)]),
  ];
}
