import { html } from 'hono/html';
import type { View } from './answer.ts';
import type { Where } from './console-deps.ts';
import type { Closed } from './guard.ts';

/** What somebody is told whom the console does not let in, or whose form it does not take. */
export function closedView(why: Closed, { again }: Pick<Where, 'again'>): View {
  switch (why) {
    case 'no-session':
      return { status: 403, ...closed(again) };
    case 'elsewhere':
      return refusal(
        403,
        'This form was not sent by a page of the console',
        'Nothing was done. Open the console itself.',
      );
    case 'no-token':
      return refusal(
        403,
        'This form does not belong to this console',
        'Nothing was done. It may be of a console that has ended since: load the page again, then fill it in again.',
      );
    case 'too-long':
      return refusal(413, 'This form is too long', 'Nothing was done. Write less, then send it again.');
    default:
      return why satisfies never;
  }
}

function closed(again: string) {
  return {
    title: 'Not open here',
    main: html`<div class="heading closed">
      <h1>The console is not open in this browser</h1>
      <p class="meaning">
        It opens once, in one browser, by the address that the terminal printed. That address was used already, or this
        is another one.
      </p>
      <p>Open a new console, and follow the address that it prints:</p>
      <p class="secret"><code>${again}</code></p>
      <p class="note">
        Was it opened in this browser, and you came by a link on some other page? Then <a href="/">go on here</a>.
      </p>
    </div>`,
  };
}

function refusal(status: 403 | 413, title: string, says: string): View {
  return {
    status,
    title,
    main: html`<div class="heading closed">
      <h1>${title}</h1>
      <p class="meaning">${says}</p>
      <p><a href="/">To the console</a></p>
    </div>`,
  };
}
