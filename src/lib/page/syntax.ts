/** What a page is written in, as far as reading it differs. */
export type Syntax = 'html' | 'css' | 'js' | 'text';

const BY_TYPE: ReadonlyMap<string, Syntax> = new Map([
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['text/css', 'css'],
  ['text/javascript', 'js'],
  ['application/javascript', 'js'],
  ['application/x-javascript', 'js'],
]);

const BY_EXTENSION: ReadonlyMap<string, Syntax> = new Map([
  ['html', 'html'],
  ['htm', 'html'],
  ['xhtml', 'html'],
  ['shtml', 'html'],
  ['css', 'css'],
  ['js', 'js'],
  ['mjs', 'js'],
  ['cjs', 'js'],
]);

/**
 * What a page is read as. HTML wins, whether type or key says so: a page that is suddenly served as text has not lost
 * its features for that, which is another finding. A key without an ending is what its bytes start like.
 */
export function syntaxOf(key: string, contentType: string | undefined, text: string): Syntax {
  const byType = BY_TYPE.get(essence(contentType));
  const byKey = BY_EXTENSION.get(extensionOf(key));
  if (byType === 'html' || byKey === 'html') return 'html';
  return byKey ?? byType ?? (looksLikeHtml(text) ? 'html' : 'text');
}

/** Whether type or key alone, before any byte is decoded, say that this is HTML. */
export function claimsHtml(key: string, contentType: string | undefined): boolean {
  return syntaxOf(key, contentType, '') === 'html';
}

function essence(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function extensionOf(key: string): string {
  return /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';
}

function looksLikeHtml(text: string): boolean {
  return /^\s*(?:<!--[^>]{0,200}-->\s*)?<(?:!doctype html|html)[\s>]/i.test(text.slice(0, 1024));
}
