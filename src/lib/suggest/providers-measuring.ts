import type { Provider } from './provider.ts';

type Marks = Omit<Provider, 'name' | 'kind' | 'has'>;

const analytics = (name: string, by: string, marks: Marks): Provider => ({
  name,
  kind: 'analytics',
  has: by,
  ...marks,
});
const consent = (name: string, by: string, marks: Marks): Provider => ({
  name,
  kind: 'consent',
  has: `consent asked for by ${by}`,
  ...marks,
});

/** Services that count visitors, watch for errors, or ask visitors whether they may. */
export const MEASURING: readonly Provider[] = [
  analytics('GOOGLE_TAG_MANAGER', 'Google Tag Manager', {
    loads: ['script www.googletagmanager.com/gtm.js'],
    inline: ['googletagmanager.com/gtm.js'],
  }),
  analytics('GOOGLE_ANALYTICS', 'Google Analytics', {
    loads: [
      'script www.googletagmanager.com/gtag/js',
      'script www.google-analytics.com/',
      'script ssl.google-analytics.com/',
    ],
    inline: ['google-analytics.com/analytics.js', 'google-analytics.com/ga.js', 'googletagmanager.com/gtag/js'],
  }),
  analytics('PLAUSIBLE', 'analytics by Plausible', { loads: ['script plausible.io/js/'] }),
  analytics('MATOMO', 'analytics by Matomo', {
    loads: ['script cdn.matomo.cloud/', 'script *.matomo.cloud/'],
    inline: ['matomo.js', 'piwik.js'],
  }),
  analytics('FATHOM', 'analytics by Fathom', { loads: ['script cdn.usefathom.com/'] }),
  analytics('UMAMI', 'analytics by Umami', { loads: ['script cloud.umami.is/', 'script analytics.umami.is/'] }),
  analytics('CLOUDFLARE_ANALYTICS', 'analytics by Cloudflare', { loads: ['script static.cloudflareinsights.com/'] }),
  analytics('HOTJAR', 'Hotjar', { inline: ['static.hotjar.com/'] }),
  analytics('CLARITY', 'analytics by Clarity', { loads: ['script www.clarity.ms/'], inline: ['www.clarity.ms/tag'] }),
  analytics('META_PIXEL', 'the Meta pixel', { inline: ['fbevents.js'] }),
  analytics('LINKEDIN_INSIGHT', 'the LinkedIn insight tag', { inline: ['snap.licdn.com/'] }),
  analytics('TIKTOK_PIXEL', 'the TikTok pixel', { inline: ['analytics.tiktok.com/'] }),
  analytics('SEGMENT', 'analytics by Segment', { inline: ['cdn.segment.com/'] }),
  analytics('MIXPANEL', 'analytics by Mixpanel', { loads: ['script cdn.mxpnl.com/'], inline: ['cdn.mxpnl.com/'] }),
  analytics('POSTHOG', 'analytics by PostHog', { inline: ['i.posthog.com', 'app.posthog.com'] }),
  analytics('HUBSPOT', 'HubSpot', { loads: ['script js.hs-scripts.com/', 'script js-eu1.hs-scripts.com/'] }),
  analytics('ADSENSE', 'advertising by AdSense', { loads: ['script pagead2.googlesyndication.com/pagead/js/'] }),
  analytics('SENTRY', 'error reports by Sentry', {
    loads: ['script browser.sentry-cdn.com/', 'script js.sentry-cdn.com/'],
  }),
  consent('COOKIEBOT', 'Cookiebot', { loads: ['script consent.cookiebot.com/', 'script consent.cookiebot.eu/'] }),
  consent('ONETRUST', 'OneTrust', { loads: ['script cdn.cookielaw.org/', 'script cookie-cdn.cookiepro.com/'] }),
  consent('USERCENTRICS', 'Usercentrics', {
    loads: ['script app.usercentrics.eu/', 'script web.cmp.usercentrics.eu/', 'script privacy-proxy.usercentrics.eu/'],
  }),
  consent('IUBENDA', 'iubenda', { loads: ['script cdn.iubenda.com/', 'script embeds.iubenda.com/'] }),
  consent('COOKIEYES', 'CookieYes', { loads: ['script cdn-cookieyes.com/'] }),
  consent('OSANO', 'Osano', { loads: ['script cmp.osano.com/'] }),
  consent('TERMLY', 'Termly', { loads: ['script app.termly.io/'] }),
  consent('DIDOMI', 'Didomi', { loads: ['script sdk.privacy-center.org/'], inline: ['sdk.privacy-center.org/'] }),
  consent('KLARO', 'Klaro', { loads: ['script cdn.kiprotect.com/klaro/'] }),
  consent('COOKIE_CONSENT', 'a cookie banner', {
    loads: [
      'script cdn.jsdelivr.net/npm/cookieconsent',
      'script cdn.jsdelivr.net/npm/vanilla-cookieconsent',
      'script cdn.jsdelivr.net/gh/orestbida/cookieconsent',
      'script cdnjs.cloudflare.com/ajax/libs/cookieconsent2/',
    ],
  }),
];
