import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../src/lib/suggest/providers.ts';
import { page, proposed, suggestionsOf } from './proposed.ts';

const GTM = `<script>(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});
var f=d.getElementsByTagName(s)[0],j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;
j.src='https://www.googletagmanager.com/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);
})(window,document,'script','dataLayer','GTM-ABC123');</script>
<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-ABC123" height="0" width="0"></iframe></noscript>`;
const MATOMO = `<script>var _paq = window._paq = window._paq || []; _paq.push(['trackPageView']);
(function() { var u="//stats.example.com/"; _paq.push(['setTrackerUrl', u+'matomo.php']); var d=document,
g=d.createElement('script'), s=d.getElementsByTagName('script')[0]; g.async=true; g.src=u+'matomo.js';
s.parentNode.insertBefore(g,s); })();</script>`;
const INTERCOM = `<script>window.intercomSettings={app_id:"abc"};(function(){var w=window,d=document,s=d.createElement('script');
s.src='https://widget.intercom.io/widget/abc';d.head.appendChild(s)})()</script>`;

describe('proposes what a page has of', () => {
  it.each<[what: string, markup: string, proposals: string[]]>([
    [
      'Stripe, by its script',
      '<script src="https://js.stripe.com/v3/" async></script>',
      ['STRIPE_CHECKOUT script[src*="js.stripe.com/"]'],
    ],
    [
      'Stripe, by a payment link and a button',
      '<a class="btn" href="https://buy.stripe.com/test_1">Pay</a>',
      ['STRIPE_LINK a[href*="buy.stripe.com/"]'],
    ],
    [
      'Stripe, by the action of a form',
      '<form action="https://checkout.stripe.com/pay" method="post"><button>Pay</button></form>',
      ['STRIPE_CHECKOUT form[action*="checkout.stripe.com/"]'],
    ],
    [
      'PayPal, by its script',
      '<script src="//www.paypal.com/sdk/js?client-id=x"></script>',
      ['PAYPAL_CHECKOUT script[src*="www.paypal.com/sdk/js"]'],
    ],
    [
      'PayPal, by the action of a form',
      '<form action="https://www.paypal.com/cgi-bin/webscr" method="post"><input name="cmd" type="hidden"></form>',
      ['PAYPAL_CHECKOUT form[action*="www.paypal.com/"]'],
    ],
    ['Google Tag Manager, inline', GTM, ['GOOGLE_TAG_MANAGER /googletagmanager\\.com/gtm\\.js/']],
    [
      'Google Analytics, by its script',
      `<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script><script>gtag('config','G-1')</script>`,
      ['GOOGLE_ANALYTICS script[src*="www.googletagmanager.com/gtag/js"]'],
    ],
    [
      'Plausible',
      '<script defer data-domain="example.com" src="https://plausible.io/js/script.js"></script>',
      ['PLAUSIBLE script[src*="plausible.io/js/"]'],
    ],
    ['Matomo, inline', MATOMO, ['MATOMO /matomo\\.js/']],
    [
      'YouTube, however many videos',
      '<iframe src="https://www.youtube.com/embed/a"></iframe>'.repeat(3),
      ['YOUTUBE_VIDEO iframe[src*="www.youtube.com/embed/"]'],
    ],
    [
      'YouTube, loaded when it is seen',
      '<iframe data-src="https://www.youtube-nocookie.com/embed/a"></iframe>',
      ['YOUTUBE_VIDEO iframe[data-src*="www.youtube-nocookie.com/embed/"]'],
    ],
    [
      'Vimeo',
      '<iframe src="https://player.vimeo.com/video/1"></iframe>',
      ['VIMEO_VIDEO iframe[src*="player.vimeo.com/video/"]'],
    ],
    [
      'Google Maps',
      '<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>',
      ['GOOGLE_MAP iframe[src*="www.google.com/maps/"]'],
    ],
    [
      'Mapbox',
      '<script src="https://api.mapbox.com/mapbox-gl-js/v3.0.0/mapbox-gl.js"></script>',
      ['MAPBOX_MAP script[src*="api.mapbox.com/mapbox-gl-js/"]'],
    ],
    [
      'Mailchimp',
      '<form action="https://jada.us1.list-manage.com/subscribe/post?u=1" method="post"><input type="email"></form>',
      ['MAILCHIMP_FORM form[action*=".list-manage.com/subscribe"]'],
    ],
    [
      'Calendly, by its widget',
      '<div class="calendly-inline-widget" data-url="https://calendly.com/x"></div>',
      ['CALENDLY .calendly-inline-widget'],
    ],
    ['Intercom, inline', INTERCOM, ['INTERCOM_CHAT /widget\\.intercom\\.io//']],
    ['hCaptcha', '<div class="h-captcha" data-sitekey="x"></div>', ['HCAPTCHA .h-captcha']],
    ['Turnstile', '<div class="cf-turnstile wide"></div>', ['TURNSTILE .cf-turnstile']],
    [
      'a consent manager',
      '<script src="https://consent.cookiebot.com/uc.js" data-cbid="x"></script>',
      ['COOKIEBOT script[src*="consent.cookiebot.com/"]'],
    ],
  ])('%s', (_what, markup, proposals) => {
    expect(proposed(markup)).toEqual(proposals);
  });

  it('one of several ways to find it, where only that finds nothing else', () => {
    const both = '<script src="https://assets.calendly.com/w.js"></script><div class="calendly-inline-widget"></div>';
    expect(proposed(both)).toEqual(['CALENDLY script[src*="assets.calendly.com/"]']);
  });
});

describe('does not propose', () => {
  it.each([
    ['what is in a comment', '<!-- <script src="https://js.stripe.com/v3/"></script> -->'],
    ['what is in a template', '<template><script src="https://js.stripe.com/v3/"></script></template>'],
    [
      'what is shown without scripts alone',
      '<noscript><iframe src="https://player.vimeo.com/video/1"></iframe></noscript>',
    ],
    ['what only speaks of a provider', '<p>We use js.stripe.com and <code>googletagmanager.com/gtm.js</code>.</p>'],
    ['an address that has a provider in its query', '<script src="/proxy?u=https://js.stripe.com/v3/"></script>'],
    ['a host that ends like a provider', '<script src="https://notjs.stripe.com/v3/"></script>'],
    ['a host that begins like a provider', '<script src="https://js.stripe.com.example.net/v3/"></script>'],
    ['code in a comment of a script', '<script>// j.src = "https://widget.intercom.io/"\nlet a = 1;</script>'],
    ['code in data', '<script type="application/json">{"src":"https://widget.intercom.io/"}</script>'],
    ['code that the page also writes about', `${INTERCOM}<p>widget.intercom.io/ is what loads it</p>`],
  ])('%s', (_what, markup) => {
    expect(proposed(markup)).toEqual([]);
  });
});

it('names every provider once, by a name that a token can have, with something to know it by', () => {
  const names = PROVIDERS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, loads = [], elements = [], classes = [], inline = [] } of PROVIDERS) {
    expect(name).toMatch(/^[A-Z][A-Z0-9_]+$/);
    expect([...loads, ...elements, ...classes, ...inline]).not.toEqual([]);
    for (const load of loads) expect(load).toMatch(/^(?:script|iframe|form|a) (?:\*\.)?[a-z0-9.-]+\/\S*$/);
  }
});

const ADDRESS = { script: 'src', iframe: 'src', form: 'action', a: 'href' } as const;

it.each(PROVIDERS.flatMap(({ name, loads = [] }) => loads.map((load) => [name, load] as const)))(
  'finds %s by %s',
  (name, load) => {
    const [tag = '', address = ''] = load.split(' ');
    const attribute = Object.entries(ADDRESS).find(([each]) => each === tag)?.[1] ?? '';
    const markup = `<${tag} ${attribute}="https://${address.replace('*.', 'harbour.')}x/y?z=1"></${tag}>`;
    const [suggestion] = suggestionsOf({ 'index.html': page(markup) });
    expect(suggestion).toMatchObject({ name, confidence: 'high', pages: [{ page: 'index.html', line: 5 }] });
  },
);
