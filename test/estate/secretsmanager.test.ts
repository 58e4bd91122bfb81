import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/secretsmanager.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, everything, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator') });
const secretsmanager = estate.client(SecretsManager);
const SecretId = 'booking/database';

it('captures the names of secrets and never a value, and gives the commands to make them again', async () => {
  await secretsmanager.createSecret({
    Name: SecretId,
    Description: 'of bookings',
    SecretString: 'canary-string',
    Tags: [{ Key: 'site', Value: 'booking' }],
  });
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] };
  await secretsmanager.putResourcePolicy({ SecretId, ResourcePolicy: JSON.stringify(policy) });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const secret = resourceOf(before, SecretId);
  expect(secret.entry.folder).toBe('secretsmanager-secrets/booking%2Fdatabase');
  expect(await secret.json('config.json')).toMatchObject({
    Name: SecretId,
    Description: 'of bookings',
    tags: { site: 'booking' },
    policy,
  });
  // A new value is none of what is captured.
  await secretsmanager.putSecretValue({ SecretId, SecretString: 'canary-other' });
  const second = await captureOf([service], estate, { store });
  expect(await everything(second)).not.toContain('canary');
  expect(compared(second)).toStrictEqual(compared(before));
  expect(await stepOf(service, secret, estate)).toMatchObject({ kind: 'leave' });

  await secretsmanager.updateSecret({ SecretId, Description: 'changed' });
  await secretsmanager.deleteResourcePolicy({ SecretId });
  const change = await stepOf(service, secret, estate);
  const hands = { secretsmanager };
  expect(await typed(change.commands, hands)).toStrictEqual(['update-secret', 'put-resource-policy']);
  expect(await stepOf(service, secret, estate)).toMatchObject({ kind: 'leave' });

  await secretsmanager.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
  const create = await stepOf(service, secret, estate);
  await typed(create.commands, hands);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});
