import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { manifestOf } from '../../src/lib/capture/manifest.ts';
import { entryOf } from './entry-of.ts';
import { HOSTILE_NAME, sampleReport } from './sample-report.ts';

describe('the report', () => {
  it('lets nothing run and loads nothing but its own style', async () => {
    const html = await sampleReport();
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;;`);
    expect(html).not.toMatch(/<(?:script|img|link|iframe|a|form)\b/i);
    expect(html).not.toMatch(/<[a-z][^>]*\s(?:style|on\w+|src|href)=/i);
  });

  it('says what there is, what failed and what went', async () => {
    const html = (await sampleReport()).replaceAll(/\s+/g, ' ');
    for (const said of [
      'incomplete',
      '3 min 20 s',
      'Not captured: 1',
      'ESTATE.DENIED',
      'Nothing of: SNS topics',
      'Deleted while it went on',
    ])
      expect(html).toContain(said);
    expect(html).toContain('\\u{202e}\\u{7}');
    expect(html).not.toContain('\u202E');
  });
});

describe('the manifest', () => {
  const SECRET = `hmac-sha256:${'a'.repeat(64)}`;
  const services = [
    { name: 'lambda', title: 'Lambda functions' },
    { name: 'sqs', title: 'SQS queues' },
  ];
  const heading = {
    name: 'one',
    account: '111122223333',
    regions: ['us-east-1'],
    services: ['lambda', 'sqs'],
    startedAt: '2026-03-10T12:00:00.000Z',
  };

  it('names what exists by service, region and tag, and which resource needs which variable', () => {
    const text = manifestOf(
      heading,
      [
        entryOf('lambda', 'booking', {
          tags: { project: 'sails' },
          secrets: [{ ref: 'lambda/booking/env/API_KEY', secret: SECRET }],
        }),
        entryOf('lambda', 'mail', { region: 'eu-central-1', tags: { project: 'sails' } }),
        entryOf('lambda', 'old', { status: 'gone' }),
        entryOf('lambda', 'broken', { status: 'failed' }),
      ],
      services,
    );
    expect(JSON.parse(text)).toEqual({
      capture: 'one',
      account: '111122223333',
      regions: ['us-east-1'],
      startedAt: heading.startedAt,
      services: {
        lambda: {
          title: 'Lambda functions',
          count: 3,
          regions: {
            'us-east-1': [
              {
                id: 'booking',
                name: 'booking',
                folder: 'lambda/booking',
                tags: { project: 'sails' },
                status: 'captured',
              },
              { id: 'broken', name: 'broken', folder: 'lambda/broken', status: 'failed' },
            ],
            'eu-central-1': [
              { id: 'mail', name: 'mail', folder: 'lambda/mail', tags: { project: 'sails' }, status: 'captured' },
            ],
          },
        },
        sqs: { title: 'SQS queues', count: 0, regions: {} },
      },
      tags: { 'project=sails': ['lambda/booking', 'lambda/mail'] },
      variables: [{ resource: 'lambda/booking', name: 'env/API_KEY', secret: SECRET }],
    });
  });

  it('takes names that mean something to JavaScript as names', () => {
    const tags = Object.fromEntries([['__proto__', 'x']]);
    const text = manifestOf(
      heading,
      [entryOf('sqs', '__proto__', { region: '__proto__', tags }), entryOf('sqs', HOSTILE_NAME)],
      services,
    );
    expect(text).toContain('"__proto__=x"');
    expect(Object.keys(JSON.parse(text).services.sqs.regions)).toEqual(['__proto__', 'us-east-1']);
  });
});
