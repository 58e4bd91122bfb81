import { describe, expect, it } from 'vitest';
import { PREVIEW_LIMITS, previewOf } from '../../src/lib/preview/preview.ts';
import { preview, shown } from './preview-of.ts';

describe('limits', () => {
  const limits = { documentBytes: 20_000, assetBytes: 6000, sheetBytes: 10_000, fetchedBytes: 20_000, assets: 3 };
  const image = (size: number) => ({ bytes: new Uint8Array(size), contentType: 'image/png' });

  it('leave out what does not fit, and say so', async () => {
    const page = await shown('<img src=1.png><img src=2.png><img src=3.png>', {
      limits,
      assets: { '1.png': image(5000), '2.png': image(7000), '3.png': image(5000) },
    });
    expect(page.all('img').map(({ attribs }) => attribs['src'] !== undefined)).toEqual([true, false, true]);
    expect(page.notice).toEqual([expect.stringMatching(/^1 picture, font or style sheet is left out/)]);
  });

  it('fetch each thing once, and so many in all', async () => {
    const assets = Object.fromEntries([1, 2, 3, 4].map((at) => [`${at}.png`, image(10)]));
    const page = await shown('<img src=1.png><img src=1.png><img src=2.png><img src=3.png><img src=4.png>', {
      limits,
      assets,
    });
    expect(page.all('img[src]')).toHaveLength(4);
    expect(page.notice).toHaveLength(1);
  });

  it('let styles go before images, and images before fonts', async () => {
    const page = await shown('<style>a{src:url(f.woff2)}</style><img src=1.png><link rel=stylesheet href=a.css>', {
      limits,
      assets: {
        '1.png': image(6000),
        'a.css': `a{b:c}/*${' '.repeat(5000)}*/`,
        'f.woff2': { bytes: new Uint8Array(6000), contentType: 'font/woff2' },
      },
    });
    expect(page.css().includes('a{b:c}')).toBe(true);
    expect(page.all('img[src]')).toHaveLength(1);
    expect(page.css().includes('font/woff2')).toBe(false);
  });

  it.each([
    ['markup', '<p>x</p>'.repeat(10_000)],
    ['characters of three bytes', '\u4e00'.repeat(20_000)],
    ['one attribute', `<p title="${'x'.repeat(50_000)}">`],
    ['one style', `<style>${'a{b:c}'.repeat(10_000)}</style>`],
    ['a title', `<title>${'x'.repeat(30_000)}`],
  ])('cut a page of too much: %s', async (_what, page) => {
    const document = await preview(page, { limits });
    expect(Buffer.byteLength(document)).toBeLessThanOrEqual(limits.documentBytes);
    expect((await shown(page, { limits })).notice).toEqual(['The page is cut here: it is too long to be shown whole.']);
  });

  it('hold for whatever is in it', async () => {
    const images = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}.png`, image(60_000)]));
    const page = Object.keys(images).map((key) => `<img src=${key}>`);
    const document = await preview(page.join(''), { assets: images });
    expect(Buffer.byteLength(document)).toBeLessThanOrEqual(PREVIEW_LIMITS.documentBytes);
    expect(Buffer.byteLength(document)).toBeGreaterThan(4_000_000);
  });

  it.each([
    ['quotes', '"'],
    ['line feeds', '\n'],
    ['backslashes', '\\'],
    ['controls', '\u0001'],
  ])('count %s as an answer has them', async (_what, character) => {
    const page = `<p>x</p>${`<p title='${character.repeat(900)}'>${character.repeat(100)}</p>`.repeat(4400)}`;
    const document = await preview(page);
    expect(inAnswer(document)).toBeLessThan(5_500_000);
    expect(inAnswer(document)).toBeGreaterThan(4_000_000);
    const text = await preview(character.repeat(4_400_000), { headers: { contentType: 'text/plain' }, key: 'a.txt' });
    expect(inAnswer(text)).toBeLessThan(5_500_000);
  });

  it('count what stands in a doctype', async () => {
    const document = await preview(`<!doctype html${'\n'.repeat(4_400_000)}><p>x</p>`);
    expect(inAnswer(document)).toBeLessThan(5_500_000);
  });
});

describe('what a preview takes', () => {
  const MEGABYTE = 1_000_000;
  const { assetBytes, fetchedBytes } = PREVIEW_LIMITS;

  /** What is read for a page on whose site every key has these bytes. */
  async function readFor(page: string, bytes: Uint8Array, contentType: string) {
    const read: number[] = [];
    const document = await previewOf(
      { key: 'index.html', prefix: '', bytes: Buffer.from(page), headers: { contentType: 'text/html', metadata: {} } },
      async (_key, maxBytes) => {
        const asset = bytes.length <= maxBytes ? { bytes, contentType } : undefined;
        read.push(asset?.bytes.length ?? 0);
        return asset;
      },
    );
    return { document, bytes: read.reduce((sum, size) => sum + size, 0) };
  }

  const each = (markup: (at: number) => string): string => Array.from({ length: 200 }, (_, at) => markup(at)).join('');

  it.each([
    ['style sheets', each((at) => `<link rel=stylesheet href=${at}.css>`), 'a{b:c}', 'text/css'],
    ['style sheets of nothing', each((at) => `<link rel=stylesheet href=${at}.css>`), '/**/ ', 'text/css'],
    ['style sheets of addresses', each((at) => `<link rel=stylesheet href=${at}.css>`), 'url(a)', 'text/css'],
    ['imports', `<style>${each((at) => `@import "${at}.css";`)}</style>`, '/**/ ', 'text/css'],
    ['what only seems a style sheet', each((at) => `<link rel=stylesheet href=${at}>`), 'x', 'text/csv'],
    ['images', each((at) => `<img src=${at}.png>`), 'x', 'image/png'],
    ['what only seems an image', each((at) => `<img src=${at}.png>`), 'x', 'text/csv'],
  ])('is bounded for very many %s', async (_what, page, content, type) => {
    const asset = Buffer.from(content.repeat(Math.floor((1.4 * MEGABYTE) / content.length)));
    const { document, bytes } = await readFor(page, asset, type);
    expect(bytes).toBeLessThanOrEqual(fetchedBytes + 8 * assetBytes);
    expect(inAnswer(document)).toBeLessThan(5_500_000);
  });

  const rules = (size: number): string => `/*${' '.repeat(size - 10)}*/a{b:c}`;

  it('is so many bytes of style sheets, though all of them would fit', async () => {
    const page = await shown(
      '<link rel=stylesheet href=0.css><link rel=stylesheet href=1.css><link rel=stylesheet href=2.css>',
      {
        limits: { documentBytes: 20_000, assetBytes: 6000, sheetBytes: 10_000, fetchedBytes: 100_000, assets: 9 },
        assets: Object.fromEntries([0, 1, 2].map((at) => [`${at}.css`, rules(4000)])),
      },
    );
    expect(page.css().match(/a\{b:c\}/g)).toHaveLength(2);
    expect(page.notice).toHaveLength(1);
  });
});

function inAnswer(text: string): number {
  return Buffer.byteLength(JSON.stringify({ statusCode: 200, body: text }));
}
