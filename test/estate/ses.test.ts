import { SESv2 } from '@aws-sdk/client-sesv2';
import { afterAll, expect, inject, it } from 'vitest';
import { startSes } from '../../scripts/estate/stand-ins/ses.ts';
import { service } from '../../src/lib/estate/ses.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, everything, stepOf, typed } from './round-trip.ts';

// The emulator lacks contact lists and most of what identities have.
const standIn = await startSes({ endpoint: inject('emulator') });
const estate = estateAt({ endpoint: inject('emulator'), standIns: { SESv2: standIn.url } });
afterAll(() => standIn.close());

const sesv2 = estate.client(SESv2);
const hands = { sesv2 };

it('captures identities, configuration sets and templates, and brings them back', async () => {
  await sesv2.createConfigurationSet({
    ConfigurationSetName: 'booking',
    SendingOptions: { SendingEnabled: true },
    Tags: [{ Key: 'site', Value: 'booking' }],
  });
  await sesv2.createConfigurationSetEventDestination({
    ConfigurationSetName: 'booking',
    EventDestinationName: 'told',
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['COMPLAINT', 'BOUNCE'],
      SnsDestination: { TopicArn: `arn:aws:sns:us-east-1:${estate.account}:alerts` },
    },
  });
  await sesv2.createEmailIdentity({ EmailIdentity: 'example.com', Tags: [{ Key: 'site', Value: 'booking' }] });
  await sesv2.putEmailIdentityMailFromAttributes({ EmailIdentity: 'example.com', MailFromDomain: 'mail.example.com' });
  const policy = { Version: '2012-10-17', Statement: [] };
  await sesv2.createEmailIdentityPolicy({
    EmailIdentity: 'example.com',
    PolicyName: 'send',
    Policy: JSON.stringify(policy),
  });
  await sesv2.createEmailTemplate({
    TemplateName: 'booked',
    TemplateContent: { Subject: 'Booked', Html: 'See <a href="https://example.com/x?token=canary-link">it</a>' },
  });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  expect(before.metadata.resources.map(({ folder }) => folder)).toStrictEqual([
    'ses/account/account in us-east-1',
    'ses/configuration-sets/booking',
    'ses/identities/example.com',
    'ses/templates/booked',
  ]);
  const identity = resourceOf(before, 'example.com');
  const config = await identity.json('config.json');
  expect(config).toMatchObject({
    IdentityType: 'DOMAIN',
    MailFromAttributes: { MailFromDomain: 'mail.example.com' },
    policies: { send: policy },
    tags: { site: 'booking' },
  });
  expect(JSON.stringify(config)).not.toMatch(/Status"|Timestamp/);
  expect(await resourceOf(before, 'booking').json('config.json')).toMatchObject({
    destinations: [{ Name: 'told', Enabled: true, MatchingEventTypes: ['BOUNCE', 'COMPLAINT'] }],
    SendingOptions: { SendingEnabled: true },
  });
  expect(await resourceOf(before, 'booked').json('config.json')).toMatchObject({
    content: { Subject: 'Booked', Html: { ref: 'ses/templates/booked/content/Html' } },
  });
  expect(await everything(before)).not.toContain('canary');
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));

  await sesv2.deleteEmailTemplate({ TemplateName: 'booked' });
  await sesv2.deleteConfigurationSet({ ConfigurationSetName: 'booking' });
  await sesv2.deleteEmailIdentity({ EmailIdentity: 'example.com' });
  const fills = {
    'FILL-IN:ses/templates/booked/content/Html': String.raw`See <a href=\"https://example.com/x?token=canary-link\">it</a>`,
  };
  for (const name of ['booking', 'booked', 'example.com'])
    await typed((await stepOf(service, resourceOf(before, name), estate)).commands, hands, fills);
  const again = await captureOf([service], estate, { store });
  // AWS gives an identity that is made again other DKIM tokens.
  expect({ ...compared(again), 'ses/identities/example.com/config.json': '' }).toStrictEqual({
    ...compared(before),
    'ses/identities/example.com/config.json': '',
  });
  expect(await resourceOf(again, 'example.com').json('config.json')).toMatchObject({
    MailFromAttributes: { MailFromDomain: 'mail.example.com' },
    policies: { send: policy },
    tags: { site: 'booking' },
  });
});

it('captures contact lists without contacts, pools, and what an account suppresses', async () => {
  await sesv2.createContactList({
    ContactListName: 'news',
    Topics: [{ TopicName: 'offers', DisplayName: 'Offers', DefaultSubscriptionStatus: 'OPT_IN' }],
  });
  await sesv2.createDedicatedIpPool({ PoolName: 'own' });
  await sesv2.putAccountSuppressionAttributes({ SuppressedReasons: ['COMPLAINT', 'BOUNCE'] });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  expect(await resourceOf(before, 'news').json('config.json')).toMatchObject({ Topics: [{ TopicName: 'offers' }] });
  expect(await resourceOf(before, 'own').json('config.json')).toMatchObject({ PoolName: 'own' });
  const settings = resourceOf(before, 'account in us-east-1');
  expect(await settings.json('config.json')).toMatchObject({
    SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  });

  await sesv2.putAccountSuppressionAttributes({ SuppressedReasons: [] });
  const change = await stepOf(service, settings, estate);
  expect(await typed(change.commands, hands)).toStrictEqual(['put-account-suppression-attributes']);
  await sesv2.deleteContactList({ ContactListName: 'news' });
  await typed((await stepOf(service, resourceOf(before, 'news'), estate)).commands, hands);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});
