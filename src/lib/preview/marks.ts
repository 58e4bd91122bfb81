/** The attribute of what was a link: it leads nowhere, and style sheets of links still fit it. */
export const DEAD_LINK = 'data-holdfast-link';

/** The attribute of the empty box where another document or a plug-in was. */
export const BOX = 'data-holdfast-box';
