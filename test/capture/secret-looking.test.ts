import { describe, expect, it } from 'vitest';
import { holdsCredentials } from '../../src/lib/estate/shared/credentials.ts';
import { hideSecrets } from '../../src/lib/estate/shared/hide-secrets.ts';
import { looksSecret, namesSecret } from '../../src/lib/estate/shared/secret-looking.ts';

describe('names', () => {
  it.each([
    'DB_PASSWORD',
    'password1',
    'stripeApiKey',
    'STRIPE_API_KEY_2',
    'SecretString',
    'client_secret',
    'x-api-key',
    'accessToken',
    'SLACK_WEBHOOK_URL',
    'connectionString',
    'PRIVATE_KEY',
    'Authorization',
    'auth',
    'SENTRY_DSN',
    'MasterUserPassword',
  ])('takes %s for the name of a secret', (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each([
    'TokenValidity',
    'SecretArn',
    'PasswordPolicy',
    'KeyName',
    'PartitionKey',
    'AccessKeyId',
    'client_id',
    'spinner',
    'Timeout',
    'author',
    'monkeys',
    '',
    '__proto__',
  ])('does not take %s for one', (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});

describe('values', () => {
  // Put together here, so that no scanner of repositories takes them for real ones.
  it.each([
    'postgres://app:hunter2@db.example.com/x',
    'https://example.com/hook?token=abcd1234',
    'https://example.com/?a=1&X-Amz-Signature=abcdef',
    ['https://hooks.slack.com', 'services', 'T000', 'B000', 'XXXX'].join('/'),
    '/health?token=abcd1234',
    'https://discord.com/api/webhooks/1/x',
    'https://example.com/webhooks/0123456789abcdef',
    'https://0123456789abcdef@sentry.example.com/1',
    ['-----BEGIN RSA', 'PRIVATE', 'KEY-----'].join(' '),
    ['AKIA', 'ABCDEFGHIJKLMNOP'].join(''),
    ['xoxb', '1234567890', 'abc'].join('-'),
    ['sk', 'live', 'abcdefghijklmnop'].join('_'),
    'Basic dXNlcjpwYXNz',
    ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxIn0', 'c2lnbmF0dXJl'].join('.'),
  ])('finds the credentials in %s', (value) => {
    expect(holdsCredentials(value)).toBe(true);
  });

  it.each([
    'https://example.com/booking?page=2',
    'arn:aws:sns:us-east-1:123456789012:alerts',
    'mailto:someone@example.com',
    'someone@example.com',
    'rate(5 minutes)',
    'https://example.com/a:b@c',
  ])('finds none in %s', (value) => {
    expect(holdsCredentials(value)).toBe(false);
  });

  it('leaves what only refers to a secret, and what is empty', () => {
    expect(looksSecret('PASSWORD', '{{resolve:secretsmanager:booking:SecretString:password}}')).toBe(false);
    expect(looksSecret('PASSWORD', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:booking')).toBe(false);
    expect(looksSecret('PASSWORD', '')).toBe(false);
    expect(looksSecret('PASSWORD', 'x')).toBe(true);
  });

  it.each([
    '{"apiKey": "abcd1234"}',
    "{'password':'abcd1234', \"id\": <id>}",
    'Server=db.example;Password=abcd1234;',
    '#set($token = "abcd1234")',
    '"Bearer abcd1234efgh"',
    'Authorization: Basic YWRtaW46aHVudGVyMg==',
  ])('finds what sets one within a text: %s', (text) => {
    expect(looksSecret('', text)).toBe(true);
  });

  it.each([
    '{"apiKey": "$input.params(\'key\')"}',
    '{"token": <token>, "id": "1234"}',
    'password=${Password}',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:booking',
    'Basic authentication of partners',
    'The token: see the page of the team',
    '{"secretArn": "{{resolve:secretsmanager:booking}}"}',
  ])('leaves a text that only names one: %s', (text) => {
    expect(looksSecret('', text)).toBe(false);
  });

  it('takes no long time over hostile values', () => {
    const started = performance.now();
    for (const part of ['a://', 'https://x?', 'eyJaaaaaaaa.', 'x:@', '?&', '-'])
      holdsCredentials(part.repeat(60_000 / part.length));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

it('hides secrets anywhere in a document, in the order they stand in, and nothing else', async () => {
  const seen: string[] = [];
  const sink = {
    secret: async (name: string, value: string) => {
      seen.push(`${name}=${value}`);
      return { secret: 'hmac', ref: name };
    },
  };
  const document = {
    Name: 'x',
    password: 'p',
    pin: 1234,
    list: [
      { Name: 'API_KEY', Value: 'k' },
      { Name: 'Mode', Value: 'plain' },
    ],
    deep: { url: 'https://u:p@example.com', when: new Date(0), none: null },
    ['__proto__']: { token: 't' },
  };
  const hidden = await hideSecrets(document, 'input', sink);
  expect(seen).toStrictEqual([
    'input/password=p',
    'input/pin=1234',
    'input/list/0/API_KEY=k',
    'input/deep/url=https://u:p@example.com',
    'input/__proto__/token=t',
  ]);
  expect(hidden).toMatchObject({
    Name: 'x',
    password: { ref: 'input/password' },
    list: [{ Name: 'API_KEY' }, { Name: 'Mode', Value: 'plain' }],
    deep: { when: new Date(0), none: null },
  });
});
