import type { HtmlEvents } from './html-scanner.ts';

/** One listener for several, so that a page is scanned once for all that is asked of it. */
export function together(...listeners: readonly HtmlEvents[]): HtmlEvents {
  const of = <Name extends keyof HtmlEvents>(name: Name) => listeners.flatMap((listener) => listener[name] ?? []);
  const [startTag, endTag, closed] = [of('startTag'), of('endTag'), of('closed')];
  const [text, rawText, comment] = [of('text'), of('rawText'), of('comment')];
  const [inert, dropped] = [of('inert'), of('dropped')];
  return {
    startTag: (tag, opened) => {
      for (const tell of startTag) tell(tag, opened);
    },
    endTag: (name) => {
      for (const tell of endTag) tell(name);
    },
    closed: (name) => {
      for (const tell of closed) tell(name);
    },
    text: (start, end) => {
      for (const tell of text) tell(start, end);
    },
    rawText: (element, start, end) => {
      for (const tell of rawText) tell(element, start, end);
    },
    comment: (start, end) => {
      for (const tell of comment) tell(start, end);
    },
    inert: (start, end) => {
      for (const tell of inert) tell(start, end);
    },
    dropped: (start) => {
      for (const tell of dropped) tell(start);
    },
  };
}
