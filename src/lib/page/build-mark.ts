const VERSION = /^[v^~]?\d+(?:\.[\dx*]+)*(?:-?(?:alpha|beta|rc)[\w.-]*)?$/i;
/** `polyfills`, `swiper11`, `html2pdf`, `es2015polyfills`: letters with at most one number in them. */
const NUMBERED_WORD = /^[a-z]+(?:\d{1,4}[a-z]*)?$/i;
/** `carousel`, `Carousel`, `lazyLoad`, `DatePicker`: humps of three letters and more. */
const WORD = /^[a-z]+(?:[A-Z][a-z]{2,})*$|^(?:[A-Z][a-z]{2,})+$/;

/** Whether a piece of an address changes with every build or release: a version number, or the hash of its content. */
export function isBuildMark(piece: string): boolean {
  return VERSION.test(piece) || piece === 'latest' || isHash(piece);
}

/** A content hash as bundlers write them: hexadecimal, or 8 and more of base 32, 36, 58 or 64. */
function isHash(piece: string): boolean {
  if (/^(?=.*\d)[\da-f]{6,}$/i.test(piece) || /^[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(piece)) return true;
  if (/[-_]/.test(piece)) return piece.length >= 16 && /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w-]+$/.test(piece);
  if (!/^[a-z\d]{8,}$/i.test(piece)) return false;
  // longer hashes have a digit, longer words may have any capitals
  if (!/\d/.test(piece)) return piece.length === 8 && !WORD.test(piece);
  return !NUMBERED_WORD.test(piece) || isMixed(piece);
}

/** A file name without the 8 characters of base 64 that may end it, dashes among them: `app` for `app-B_x-3k9Q`. */
export function withoutEndingHash(file: string): string {
  const [mark = '', hash = ''] = /[-.]([\w-]{8})$/.exec(file) ?? [];
  const odd = /[A-Z]/.test(hash) && /[\d_-]/.test(hash);
  return odd || isHash(hash) ? file.slice(0, file.length - mark.length) : file;
}

/** Capitals, small letters and digits, as no word has them. */
function isMixed(piece: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])/.test(piece) && !/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*\d*$/.test(piece);
}
