import { describe, expect, it } from 'vitest';
import { PREVIEW_LIMITS } from '../../src/lib/preview/preview.ts';
import { preview, shown } from './preview-of.ts';

describe('limits', () => {
  const limits = { documentBytes: 20_000, assetBytes: 6000, assets: 3 };
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
});
