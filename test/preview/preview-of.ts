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
