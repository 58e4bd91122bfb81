import { createHash, timingSafeEqual } from 'node:crypto';

const BYTES = 32;

/** The one session of a console: opened once by the launch token, then held by a cookie. */
export interface Door {
  /** What the printed address carries. */
  readonly launch: string;
  /** What every form of this session carries: nobody who cannot read a page can send one. */
  readonly formToken: string;
  /** The cookie's value for whoever brings the launch token first; `undefined` for everybody after, and for others. */
  open(token: string): string | undefined;
  /** Whether this is the value of the cookie that was given out. */
  isInside(cookie: string | undefined): boolean;
  /** Whether a form of this session was sent. */
  isOurs(formToken: string | undefined): boolean;
}

/** A door that nobody has passed yet; its secrets have 256 bits each and live as long as the process. */
export function closedDoor(random: (count: number) => Uint8Array): Door {
  const secret = () => Buffer.from(random(BYTES)).toString('base64url');
  const [launch, cookie, formToken] = [secret(), secret(), secret()];
  let opened = false;
  return {
    launch,
    formToken,
    open(token) {
      if (opened || !same(token, launch)) return undefined;
      opened = true;
      return cookie;
    },
    isInside: (value) => opened && same(value, cookie),
    isOurs: (value) => same(value, formToken),
  };
}

/** Takes the same time however wrong it is. */
function same(given: string | undefined, right: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(right));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
