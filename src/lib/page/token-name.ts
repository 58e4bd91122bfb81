const TOKEN_NAME = /^[A-Za-z0-9_.:-]{1,128}$/;

/** Whether that can be the name of a token: 1 to 128 letters, digits and `_ . : -`. Others cannot be guarded. */
export function isTokenName(name: string): boolean {
  return TOKEN_NAME.test(name);
}
