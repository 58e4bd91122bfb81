const IMAGES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
  bmp: 'image/bmp',
};
const FONTS: Readonly<Record<string, string>> = {
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
  otf: 'font/otf',
};

const SAYS_NOTHING: ReadonlySet<string> = new Set(['', 'binary/octet-stream']);

/** Whether a key names a font; anything else that a style sheet loads is taken for an image. */
export function isFont(key: string): boolean {
  return Object.hasOwn(FONTS, extensionOf(key));
}

/**
 * The type under which an asset's data stands in a document: what S3 says, if that is an image or a font, or its key
 * where S3 says nothing of it. Nothing else is ever shown.
 */
export function mediaType(key: string, contentType: string | undefined): string | undefined {
  const said = essence(contentType);
  if (/^(?:image|font)\/[\w.+-]{1,60}$/.test(said)) return said;
  const extension = extensionOf(key);
  const known = Object.entries({ ...IMAGES, ...FONTS }).find(([ending]) => ending === extension)?.[1];
  return SAYS_NOTHING.has(said) || said.startsWith('application/') ? known : undefined;
}

/** Whether an object is a style sheet: as S3 says, or by its key. */
export function isStyleSheet(key: string, contentType: string | undefined): boolean {
  return essence(contentType) === 'text/css' || extensionOf(key) === 'css';
}

const essence = (contentType: string | undefined): string =>
  (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

function extensionOf(key: string): string {
  return /\.([a-z\d]{1,5})$/i.exec(key)?.[1]?.toLowerCase() ?? '';
}
