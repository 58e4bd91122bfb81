/** Ways to write down the same page. */
export const LAYOUTS: Readonly<Record<string, (page: string) => string>> = {
  'with CRLF': (page) => page.replaceAll('\n', '\r\n'),
  're-indented with tabs': (page) => page.replaceAll(/^(?: {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2)),
  'not indented': (page) => page.replaceAll(/^ +/gm, ''),
  'minified to one line': (page) => page.replaceAll(/\n\s*/g, ''),
  'with a line break before every tag': (page) => page.replaceAll('<', '\n<'),
  'in other quotes': (page) => page.replaceAll(/="([^"']*)"(?=[^<]*>)/g, "='$1'"),
  'without quotes of attributes': (page) => page.replaceAll(/="([^\s"'=<>`/]+)"(?=[^<]*>)/g, '=$1'),
  'with void elements closed': (page) => page.replaceAll(/<((?:meta|link|input)\b[^>]*[^/])>/g, '<$1 />'),
  'with empty lines': (page) => page.replaceAll('\n', '\n\n  \n'),
};
