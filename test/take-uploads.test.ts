import { describe, expect, it } from 'vitest';
import { takeUploads } from '../src/lib/take-uploads.ts';
import { pageWith, world } from './world.ts';

const SITES = [{ name: 'demo', bucket: 'demo-prod', prefix: '' }];
const notice = (key: string) => ({
  eventVersion: '2.6',
  eventSource: 'aws:s3',
  eventName: 'ObjectCreated:Put',
  eventTime: '2026-03-01T09:00:00.000Z',
  s3: { bucket: { name: 'demo-prod' }, object: { key, eTag: 'x' } },
});
const message = (id: string, ...keys: string[]) => ({ id, body: JSON.stringify({ Records: keys.map(notice) }) });

function taking() {
  const guarded = world();
  const logged: string[] = [];
  const note = (text: string) => void logged.push(text);
  return { ...guarded, logged, deps: { sites: SITES, depsOf: () => guarded.deps, log: { warn: note, error: note } } };
}

describe('messages of the uploads queue', () => {
  it('looks at every record of every message', async () => {
    const { upload, page, deps } = taking();
    for (const key of ['a.html', 'b.html', 'c.html']) upload(key, pageWith('HERO'));
    expect(await takeUploads([message('1', 'a.html', 'b.html'), message('2', 'c.html')], deps)).toEqual([]);
    expect(['a.html', 'b.html', 'c.html'].map((key) => page(key)?.gen)).toEqual([1, 1, 1]);
  });

  it('gives back only what failed: one page in trouble does not hold up the others', async () => {
    const {
      upload,
      page,
      deps,
      deps: { depsOf },
      logged,
    } = taking();
    for (const key of ['a.html', 'b.html']) upload(key, pageWith('HERO'));
    const inner = depsOf();
    const registry = {
      ...inner.registry,
      read: (ref: Parameters<typeof inner.registry.read>[0]) =>
        ref.key === 'a.html' ? Promise.reject(new Error('table away')) : inner.registry.read(ref),
    };
    const broken = { ...deps, depsOf: () => ({ ...inner, registry }) };
    expect(await takeUploads([message('1', 'a.html'), message('2', 'b.html'), { id: '3', body: '?' }], broken)).toEqual(
      ['1', '3'],
    );
    expect(page('b.html')?.gen).toBe(1);
    expect(logged).toEqual(['message not understood', 'look failed']);
  });

  it('says which page of a site that is not in the stack it was asked for, and does not ask again', async () => {
    const { deps } = taking();
    const warned: unknown[] = [];
    const log = { ...deps.log, warn: (text: string, details: object) => void warned.push([text, details]) };
    const body = JSON.stringify({ holdfast: 'look', site: 'former', key: 'index.html' });
    expect(await takeUploads([{ id: '1', body }], { ...deps, log })).toEqual([]);
    expect(warned).toEqual([['no such site in this stack: not looked at', { site: 'former', key: 'index.html' }]]);
  });

  it('drops what belongs to no site', async () => {
    const { deps } = taking();
    const foreign = JSON.stringify({
      Records: [{ ...notice('a.html'), s3: { bucket: { name: 'other' }, object: { key: 'a.html' } } }],
    });
    expect(await takeUploads([{ id: '1', body: foreign }], deps)).toEqual([]);
  });
});
