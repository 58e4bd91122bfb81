import { ACM } from '@aws-sdk/client-acm';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/acm.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator') });
const acm = estate.client(ACM);

it('captures what certificates are for, and gives the commands for another like it', async () => {
  const { CertificateArn = '' } = await acm.requestCertificate({
    DomainName: '*.example.com',
    SubjectAlternativeNames: ['www.example.com', 'example.com'],
    ValidationMethod: 'DNS',
    Tags: [{ Key: 'site', Value: 'booking' }],
  });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const certificate = resourceOf(before, '*.example.com');
  expect(certificate.entry.folder).toMatch(/^acm-certificates\/%2A\.example\.com [0-9a-f-]{36}$/);
  const config = await certificate.json('config.json');
  expect(config).toMatchObject({
    DomainName: '*.example.com',
    Type: 'AMAZON_ISSUED',
    Tags: { site: 'booking' },
    DomainValidationOptions: expect.arrayContaining([expect.objectContaining({ ValidationMethod: 'DNS' })]),
  });
  expect(JSON.stringify(config)).not.toMatch(/Status|NotAfter|PENDING|CreatedAt/);
  expect(await certificate.json('observed.json')).toMatchObject({ CertificateArn });
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));

  await acm.addTagsToCertificate({ CertificateArn, Tags: [{ Key: 'site', Value: 'shop' }] });
  const change = await stepOf(service, certificate, estate);
  expect(await typed(change.commands, { acm })).toStrictEqual(['add-tags-to-certificate']);
  expect(await stepOf(service, certificate, estate)).toMatchObject({ kind: 'leave' });

  await acm.deleteCertificate({ CertificateArn });
  const create = await stepOf(service, certificate, estate);
  expect(create.commands?.[0]).toMatch(/^# .*another ARN/);
  await typed(create.commands, { acm });
  const again = resourceOf(await captureOf([service], estate, { store }), '*.example.com');
  expect(again.entry.id).not.toBe(CertificateArn);
  expect(await again.json('config.json')).toMatchObject({ DomainName: '*.example.com', Tags: { site: 'booking' } });
});
