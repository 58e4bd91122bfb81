import { selectAll } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';
import type { Asset, PreviewLimits } from '../../src/lib/preview/assets.ts';
import { previewOf } from '../../src/lib/preview/preview.ts';
import type { ServedHeaders } from '../../src/lib/site/version.ts';

/** What a test's page and site are, where that is not the usual. */
export interface Around {
  readonly key?: string;
  readonly prefix?: string;
  readonly headers?: Partial<ServedHeaders>;
  readonly assets?: Readonly<Record<string, Asset | string>>;
  readonly limits?: PreviewLimits;
}

/** The preview of a page, with these objects in its site's bucket. */
export function preview(page: string | Uint8Array, around: Around = {}): Promise<string> {
  const { key = 'index.html', prefix = '', headers, assets = {}, limits } = around;
  const bytes = typeof page === 'string' ? new TextEncoder().encode(page) : page;
  const served = { contentType: 'text/html; charset=utf-8', metadata: {}, ...headers };
  const read = async (wanted: string, maxBytes: number): Promise<Asset | undefined> => {
    const found = Object.hasOwn(assets, wanted) ? assets[wanted] : undefined;
    const asset = typeof found === 'string' ? { bytes: new TextEncoder().encode(found) } : found;
    return asset && asset.bytes.length <= maxBytes ? asset : undefined;
  };
  return previewOf({ key, prefix, bytes, headers: served }, read, limits);
}

/** A little image, and how it stands in a document. */
export const PNG = { bytes: Uint8Array.from([137, 80, 78, 71]), contentType: 'image/png' };
export const DATA = `data:image/png;base64,${Buffer.from(PNG.bytes).toString('base64')}`;

/** The preview of a page as another parser reads it. */
export async function shown(page: string | Uint8Array, around?: Around) {
  const document = parseDocument(await preview(page, around));
  const all = (selector: string) => selectAll<AnyNode, Element>(selector, document.children);
  return {
    all,
    attributes: (selector: string) => all(selector).map(({ attribs }) => ({ ...attribs })),
    /** The styles of the page itself. */
    css: () =>
      all('style')
        .slice(1)
        .map((style) => DomUtils.textContent(style))
        .join('\n'),
    /** What the bar says that lies over the page. */
    notice: all('[role=note]').map((bar) => DomUtils.textContent(bar)),
    text: DomUtils.textContent(document).replaceAll(/\s+/g, ' ').trim(),
  };
}
