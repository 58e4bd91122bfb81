/** What the inline scripts of well-known providers call or load, as their own documentation has site owners paste it. */
const PROVIDERS: readonly (readonly [string, RegExp])[] = [
  ['Calendly', /\bCalendly\.init/],
  ['Clarity', /clarity\.ms\/tag/],
  ['Crisp', /\$crisp\b/],
  ['Drift', /\bdrift\.load\(/],
  ['Google Analytics', /\bgtag\(\s*['"]config|GoogleAnalyticsObject|google-analytics\.com|\b_gaq\.push/],
  ['Google Maps', /\bgoogle\.maps\.\w|maps\.googleapis\.com/],
  ['Google Tag Manager', /\bgtm\.start|googletagmanager\.com\/gtm\.js/],
  ['Hotjar', /\b_hjSettings|static\.hotjar\.com/],
  ['HubSpot', /\bhbspt\.\w|js\.hs-scripts\.com/],
  ['Intercom', /\bintercomSettings\b|widget\.intercom\.io/],
  ['Klaviyo', /\b_learnq\.push|static\.klaviyo\.com/],
  ['Leaflet', /\bL\.map\(/],
  ['LinkedIn Insight', /\b_linkedin_partner_id|snap\.licdn\.com/],
  ['Mapbox', /\bmapboxgl\.\w/],
  ['Matomo', /\b_paq\.push/],
  ['Meta Pixel', /\bfbq\(|connect\.facebook\.net/],
  ['Mixpanel', /\bmixpanel\.init\(/],
  ['PayPal', /\bpaypal\.Buttons\(/],
  ['Plausible', /plausible\.io\/js/],
  ['PostHog', /\bposthog\.init\(/],
  ['reCAPTCHA', /\bgrecaptcha\.\w/],
  ['Segment', /\banalytics\.load\(|cdn\.segment\.com/],
  ['Sentry', /\bSentry\.init\(/],
  ['Stripe', /\bStripe\(\s*['"]|js\.stripe\.com/],
  ['Tawk.to', /embed\.tawk\.to/],
  ['TikTok Pixel', /\bttq\.load\(|analytics\.tiktok\.com/],
  ['Zendesk', /\bzE\(|static\.zdassets\.com/],
];

const ANY = new RegExp(PROVIDERS.map(([, { source }]) => source).join('|'));

/** Characters of one inline script that are looked at: snippets are short, and applications call theirs by a file. */
const LOOKED_AT = 16_384;

/** The well-known providers whose snippets an inline script holds. */
export function providersIn(script: string): string[] {
  const start = script.slice(0, LOOKED_AT);
  return ANY.test(start) ? PROVIDERS.filter(([, snippet]) => snippet.test(start)).map(([name]) => name) : [];
}
