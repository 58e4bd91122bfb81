import type { HtmlEvents } from './html-scanner.ts';

/** One listener for several, so that a page is scanned once for all that is asked of it. */
export function together(...listeners: readonly HtmlEvents[]): HtmlEvents {
  const of = <Name extends keyof HtmlEvents>(name: Name) => listeners.flatMap((listener) => listener[name] ?? []);
  const [startTag, endTag, closed] = [of('startTag'), of('endTag'), of('closed')];
  const [text, rawText, comment, inert] = [of('text'), of('rawText'), of('comment'), of('inert')];
  return {
    startTag: (tag, opened) => startTag.forEach((tell) => tell(tag, opened)),
    endTag: (name) => endTag.forEach((tell) => tell(name)),
    closed: (name) => closed.forEach((tell) => tell(name)),
    text: (start, end) => text.forEach((tell) => tell(start, end)),
    rawText: (element, start, end) => rawText.forEach((tell) => tell(element, start, end)),
    comment: (start, end) => comment.forEach((tell) => tell(start, end)),
    inert: (start, end) => inert.forEach((tell) => tell(start, end)),
  };
}
