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

/** Whether a key names a font; anything else that a style sheet loads is taken for an image. */
export function isFont(key: string): boolean {
  return Object.hasOwn(FONTS, extensionOf(key));
}

/** The type under which an asset's data stands in a document: what S3 says, or else its key; only images and fonts. */
export function mediaType(key: string, contentType: string | undefined): string | undefined {
  const said = /^(?:image|font)\/[\w.+-]{1,60}$/.exec((contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '');
  const extension = extensionOf(key);
  return said?.[0] ?? Object.entries({ ...IMAGES, ...FONTS }).find(([ending]) => ending === extension)?.[1];
}

function extensionOf(key: string): string {
  return /\.([a-z\d]{1,5})$/i.exec(key)?.[1]?.toLowerCase() ?? '';
}
