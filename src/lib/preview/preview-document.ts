import { BOX, DEAD_LINK } from './marks.ts';
import { escapeAll } from './pieces.ts';

/** As much of what the headers say as a document can say itself, for whoever keeps it without them. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'";

const HEAD = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`;

/** What a page would have had: links look like links, and boxes show where something was. No page's own rule loses to it. */
const STYLE = `<style>:where([${DEAD_LINK}]){color:LinkText;text-decoration:underline}:where([${BOX}]){display:inline-block;width:300px;height:150px;max-width:100%;border:1px dashed #888}</style>`;

/** Ends whatever would swallow a notice. */
const ENDS = '</title></textarea></select></svg></math></table>';

/** The document around a page's own markup; `doctype` as the page has it, and a notice over its end where there is one. */
export function pageDocument(doctype: string, markup: string, notice: string | undefined): string {
  const shown = notice === undefined ? '' : ENDS + noticeBar(notice);
  return `${doctype}${HEAD}${STYLE}${markup}${shown}`;
}

/** A document that shows plain text as it is. */
export function textDocument(text: string, notice: string | undefined): string {
  const bar = notice === undefined ? '' : noticeBar(notice);
  return `<!doctype html><html lang="en">${HEAD}<title>Preview</title><style>pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 monospace}</style><pre>\n${escapeAll(text)}</pre>${bar}`;
}

/** A document that says why there is nothing to show. */
export function reasonDocument(reason: string): string {
  return `<!doctype html><html lang="en">${HEAD}<title>No preview</title><style>body{margin:0;padding:2rem;font:16px/1.5 system-ui,sans-serif;color:#333;background:#fff}</style><p>${escapeAll(reason)}</p>`;
}

function noticeBar(notice: string): string {
  return `<div role="note" style="all:initial;position:fixed;left:0;right:0;bottom:0;z-index:2147483647;padding:6px 12px;font:14px/1.4 system-ui,sans-serif;color:#fff;background:#333">${escapeAll(notice)}</div>`;
}
