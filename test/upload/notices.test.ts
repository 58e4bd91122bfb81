import { describe, expect, test } from 'vitest';
import { noticesOf } from '../../src/lib/upload/notices.ts';
import { eventFile } from './event-file.ts';

const CREATED = {
  kind: 'notice',
  bucket: 'queenofsandiego-prod',
  key: 'events/summer sail/café+bar.html',
  versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
  etag: 'd41d8cd98f00b204e9800998ecf8427e',
};

function native(key: unknown, object: object = {}): string {
  return JSON.stringify({
    Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'b' }, object: { key, ...object } } }],
  });
}

describe('reading a native notice', () => {
  test('decodes the key, and says who wrote, from where and by what', () => {
    expect(noticesOf(eventFile('s3/object-created-put.json').text)).toEqual([
      {
        ...CREATED,
        writer: {
          principal: 'AWS:AROAEXAMPLEDEPLOYROLE:site-deploy',
          sourceIp: '198.51.100.24',
          event: 'ObjectCreated:Put',
        },
        at: '2026-03-01T17:22:31.120Z',
      },
    ]);
  });

  test('reads every record, not only the first', () => {
    const hints = noticesOf(eventFile('s3/two-records.json').text);
    expect(hints.map((hint) => hint.kind === 'notice' && hint.key)).toEqual(['index.html', 'video.html']);
    expect(hints[1]).not.toHaveProperty('versionId');
  });

  test.each([
    ['a%2Bb.html', 'a+b.html'],
    ['a+b.html', 'a b.html'],
    ['100%25.html', '100%.html'],
    ['%E6%97%A5%E6%9C%AC.html', '日本.html'],
    ['broken%zz+x.html', 'broken%zz+x.html'],
    ['cut%E6%97.html', 'cut%E6%97.html'],
  ])('takes %s as %s', (sent, key) => {
    expect(noticesOf(native(sent))).toMatchObject([{ key }]);
  });

  test('says nothing of a writer where the notice does not', () => {
    expect(noticesOf(native('index.html', { eTag: '', versionId: null }))).toEqual([
      { kind: 'notice', bucket: 'b', key: 'index.html', writer: { event: 'ObjectCreated:Put' }, at: '' },
    ]);
  });

  test('cuts what somebody could have made endless', () => {
    const [hint] = noticesOf(native('index.html', { versionId: 'v'.repeat(5000) }));
    expect(hint).toMatchObject({ versionId: 'v'.repeat(256) });
  });

  test('knows a lifecycle expiry by its name', () => {
    expect(noticesOf(eventFile('s3/lifecycle-expiration.json').text)).toMatchObject([
      { writer: { event: 'LifecycleExpiration:DeleteMarkerCreated' } },
    ]);
  });

  test('takes no test event for a notice', () => {
    expect(noticesOf(eventFile('s3/test-event.json').text)).toEqual([]);
  });
});

describe('reading an event of EventBridge', () => {
  test('takes the key as it is, and gives the event its native name', () => {
    expect(noticesOf(eventFile('eventbridge/object-created.json').text)).toEqual([
      {
        ...CREATED,
        writer: { principal: '111122223333', sourceIp: '198.51.100.24', event: 'ObjectCreated:Put' },
        at: '2026-03-01T17:22:32Z',
      },
    ]);
  });

  test.each([
    ['eventbridge/object-deleted.json', 'ObjectRemoved:DeleteMarkerCreated'],
    ['eventbridge/lifecycle-expiration.json', 'LifecycleExpiration:DeleteMarkerCreated'],
  ])('names %s %s', (file, event) => {
    expect(noticesOf(eventFile(file).text)).toMatchObject([{ writer: { event } }]);
  });
});

describe('reading what else the queue holds', () => {
  test.each(['sns/s3-notice.json', 'sns/eventbridge-event.json'])('unwraps %s', (file) => {
    expect(noticesOf(eventFile(file).text)).toMatchObject([CREATED]);
  });

  test('refuses one message of a batch and reads the others', () => {
    const { json } = eventFile('sqs/malformed-among-good.json');
    const records: { body: string }[] = Array.isArray(json['Records']) ? json['Records'] : [];
    const [good, bad] = records.map(({ body }) => body);
    expect(noticesOf(good ?? '')).toMatchObject([{ key: 'index.html' }]);
    expect(() => noticesOf(bad ?? '')).toThrow(expect.objectContaining({ code: 'UPLOAD.MALFORMED' }));
  });

  test('reads what we ask ourselves', () => {
    expect(noticesOf('{"holdfast":"look","site":"demo","key":"a b/ü.html"}')).toEqual([
      { kind: 'ask', ref: { site: 'demo', key: 'a b/ü.html' } },
    ]);
  });

  test.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['another service', '{"hello":"queue"}'],
    ['a record without an object', '{"Records":[{"s3":{"bucket":{"name":"b"},"object":{}}}]}'],
    ['a record that is none', '{"Records":[null]}'],
    ['an event without a key', '{"source":"aws.s3","detail":{"bucket":{"name":"b"}}}'],
    ['an ask without a page', '{"holdfast":"look","site":"demo"}'],
    ['too many wrappings', [1, 2, 3, 4].reduce((Message) => JSON.stringify({ Message }), '{"Records":[]}')],
  ])('refuses %s', (_what, body) => {
    expect(() => noticesOf(body)).toThrow(expect.objectContaining({ code: 'UPLOAD.MALFORMED', retryable: false }));
  });
});
