/** A page with these features, long enough to be one; `line` tells builds of it apart. */
export function pageWith(tokens: readonly string[], line = 'Sail with us'): string {
  const features = tokens.map((token) => `    <section data-feature="${token}"><h2>${token}</h2> here it is</section>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '  <head><meta charset="utf-8"><title>Boats — Törn</title></head>',
    `  <body><h1>${line}</h1>`,
    ...features,
    '  </body>',
    '</html>',
    '',
  ].join('\n');
}
