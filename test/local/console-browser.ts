import { parsed, type Parsed } from '../console/local/parsed.ts';

/** A page that was shown, by the status it came with. */
export interface Shown {
  readonly status: number;
  readonly page: Parsed;
}

/** A browser in which the console was opened: it keeps the cookie, follows redirects, and sends the forms that it is shown. */
export interface ConsoleBrowser {
  readonly show: (path: string) => Promise<Shown>;
  /** Opens a page and sends its form of that action, with its hidden fields and these. */
  readonly send: (path: string, action: string, fields: Readonly<Record<string, string>>) => Promise<Shown>;
}

/** Opens the console by the address that it printed; throws when it does not open. */
export async function openedBy(address: string): Promise<ConsoleBrowser> {
  const launched = await fetch(address, { redirect: 'manual' });
  const [cookie = ''] = (launched.headers.get('set-cookie') ?? '').split(';');
  if (launched.status !== 303 || cookie === '') throw new Error(`the console did not open: ${launched.status}`);
  const at = (path: string) => new URL(path, address);
  const show = async (path: string): Promise<Shown> => {
    const answer = await fetch(at(path), { headers: { cookie } });
    return { status: answer.status, page: await parsed(answer) };
  };
  return {
    show,
    async send(path, action, fields) {
      const { page } = await show(path);
      const form = page.one(`form[action="${action}"]`);
      const body = new URLSearchParams();
      for (const { attribs } of page.all(`form[action="${action}"] input[type="hidden"]`)) {
        body.set(attribs['name'] ?? '', attribs['value'] ?? '');
      }
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      const headers = { cookie, origin: 'null', 'sec-fetch-site': 'same-origin' };
      const init = { method: form.attribs['method'] ?? 'get', body, headers, redirect: 'manual' } as const;
      const answer = await fetch(at(form.attribs['action'] ?? ''), init);
      const to = answer.headers.get('location');
      return to === null ? { status: answer.status, page: await parsed(answer) } : show(to);
    },
  };
}
