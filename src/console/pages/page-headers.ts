import { createHash } from 'node:crypto';
import { styleSheet } from './style.ts';

/**
 * The headers of every page that `layout` makes: nothing loads but our own style with what is added to it, the given
 * scripts and frames of our own origin, forms go nowhere else, nobody may frame it, keep it or learn its address.
 */
export function pageHeaders(scripts: readonly string[] = [], style = ''): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(styleSheet() + style)}`,
    ...(scripts.length > 0 ? [`script-src ${scripts.map(hashOf).join(' ')}`] : []),
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex, nofollow',
    'Cache-Control': 'no-store',
  };
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
