/** Ids that tools make: of frameworks and their counters, anew with every build or page view. */
const MADE =
  /^(?::r|radix|headlessui|react|ember|ext-gen|yui|mui|ng-|cdk-|svelte|css-|sc-|__|comp-|block-[\da-f]|elementor-|et_pb|post-|wp-)/i;

/** Digits and letters mixed as in a hash, or long numbers. */
const HASHED = /\d{4,}|[\da-f]{12,}|(?=[a-z]*\d+[a-z]+\d)[\da-z]{7,}/i;

/** Whether a person chose this id, name or mark, so that it stays when the page is built again. */
export function isStableName(name: string): boolean {
  return /^[A-Za-z][\w-]{1,59}$/.test(name) && !MADE.test(name) && !HASHED.test(name);
}

/** Whether a label can stand in a selector: a few words, without anything that would have to be escaped. */
export function isStableLabel(label: string): boolean {
  return /^[\p{L}][\p{L}\p{M}\p{N} .,&'/-]{1,59}$/u.test(label) && !HASHED.test(label);
}

/** Whether an address can stand in a selector: a path, file or host without a query and without a hash of its content. */
export function isStableAddress(address: string): boolean {
  return /^[\w./:@#~-]{2,120}$/.test(address) && !/^(?:javascript:|#$)/i.test(address) && !HASHED.test(address);
}
