import { expect, it } from 'vitest';
import { tagsIn } from '../../src/lib/capture/tags-in.ts';

const TAGS = { site: 'booking', team: 'web' };

it.each([
  ['tags.json', TAGS],
  ['config.json', { Tags: TAGS }],
  ['config.json', { tags: TAGS }],
  ['table-schema.json', { Tags: TAGS }],
  ['bucket-config.json', { tagging: TAGS }],
])('are found in %s', (path, document) => {
  expect(tagsIn(path, document)).toEqual(TAGS);
});

it('have no value that is kept by reference', () => {
  const token = { ref: 'sqs/mail/tags/token', secret: `hmac-sha256:${'0'.repeat(64)}` };
  expect(tagsIn('config.json', { tags: { ...TAGS, token } })).toEqual(TAGS);
  expect(tagsIn('tags.json', { token })).toBeUndefined();
});

it.each([
  ['roles.json', { tags: TAGS }],
  ['stages/config.json', { tags: TAGS }],
  ['config.json', { tags: ['site'] }],
  ['config.json', { Name: 'mail' }],
  ['config.json', null],
])('are not in %s: %j', (path, document) => {
  expect(tagsIn(path, document)).toBeUndefined();
});
