/** All pages of one of Lightsail's lists. */
export async function* paged<Page extends { readonly nextPageToken?: string | undefined }>(
  ask: (token: { readonly pageToken?: string }) => Promise<Page>,
): AsyncIterable<Page> {
  for (let pageToken: string | undefined; ;) {
    const page = await ask(pageToken === undefined ? {} : { pageToken });
    yield page;
    pageToken = page.nextPageToken;
    if (pageToken === undefined || pageToken === '') return;
  }
}
