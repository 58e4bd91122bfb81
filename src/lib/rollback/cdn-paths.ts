import type { Target } from '../site/site.ts';

/**
 * The paths under which a distribution may hold an object: without the origin path, `index.html` also as its folder.
 * None when the object is not below the origin path. A key with unusual characters is named in every form in which
 * visitors ask for it and S3 finds it, since an invalidation covers a path only as it was asked for.
 */
export function cdnPaths({ originPath }: Pick<Target, 'originPath'>, key: string): string[] {
  const path = `/${key}`;
  if (!path.startsWith(`${originPath}/`)) return [];
  const served = path.slice(originPath.length);
  const folder = served.endsWith('/index.html') ? [served.slice(0, -'index.html'.length)] : [];
  const forms = [served, ...folder].flatMap((one) => [browserForm(one), strictForm(one), plusForm(one)]);
  return [...new Set(forms)];
}

const UNSAFE: Readonly<Record<string, string>> = { '#': '%23', '?': '%3F', '*': '%2A', '+': '%2B' };

/** What browsers escape. A star would be a wildcard, and a plus sign a space. */
function browserForm(path: string): string {
  return encodeURI(wellFormed(path)).replaceAll(/[#?*+]/g, (sign) => UNSAFE[sign] ?? sign);
}

/** Everything escaped but unreserved characters, as SDKs and site generators do. */
function strictForm(path: string): string {
  return wellFormed(path).split('/').map(encodeURIComponent).join('/').replaceAll('*', '%2A');
}

/** S3 reads a plus sign in a path as a space. */
function plusForm(path: string): string {
  return browserForm(path).replaceAll('%20', '+');
}

/** A lone surrogate has no UTF-8 form; S3 has no such key. */
function wellFormed(path: string): string {
  return path.toWellFormed();
}
