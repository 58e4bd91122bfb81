import type { Provider } from './provider.ts';

const payment = (name: string, has: string, marks: Omit<Provider, 'name' | 'kind' | 'has'>): Provider => ({
  name,
  kind: 'payment',
  has,
  ...marks,
});

const booking = (name: string, has: string, marks: Omit<Provider, 'name' | 'kind' | 'has'>): Provider => ({
  name,
  kind: 'booking',
  has,
  ...marks,
});

/** Services that take payments and bookings. */
export const SELLING: readonly Provider[] = [
  payment('STRIPE_CHECKOUT', 'payments by Stripe', {
    loads: ['script js.stripe.com/', 'script checkout.stripe.com/', 'form checkout.stripe.com/'],
    inline: ['js.stripe.com/'],
  }),
  payment('STRIPE_LINK', 'a payment link of Stripe', {
    loads: ['a buy.stripe.com/', 'a donate.stripe.com/', 'form buy.stripe.com/'],
    elements: ['stripe-buy-button', 'stripe-pricing-table'],
  }),
  payment('PAYPAL_CHECKOUT', 'payments by PayPal', {
    loads: [
      'script www.paypal.com/sdk/js',
      'script www.paypalobjects.com/',
      'form www.paypal.com/',
      'form www.sandbox.paypal.com/',
      'a www.paypal.com/donate',
      'a www.paypal.com/ncp/payment/',
      'a paypal.me/',
      'a www.paypal.me/',
    ],
  }),
  payment('SQUARE_PAYMENTS', 'payments by Square', {
    loads: ['script web.squarecdn.com/', 'script js.squareup.com/', 'a square.link/', 'a checkout.square.site/'],
  }),
  payment('BRAINTREE_PAYMENTS', 'payments by Braintree', { loads: ['script js.braintreegateway.com/'] }),
  payment('ADYEN_PAYMENTS', 'payments by Adyen', {
    loads: ['script checkoutshopper-live.adyen.com/', 'script checkoutshopper-test.adyen.com/'],
  }),
  payment('MOLLIE_PAYMENTS', 'payments by Mollie', { loads: ['script js.mollie.com/'] }),
  payment('KLARNA_PAYMENTS', 'payments by Klarna', { loads: ['script x.klarnacdn.net/', 'script js.klarna.com/'] }),
  payment('GOOGLE_PAY', 'Google Pay', { loads: ['script pay.google.com/gp/p/js/pay.js'] }),
  payment('APPLE_PAY', 'Apple Pay', { loads: ['script applepay.cdn-apple.com/'], elements: ['apple-pay-button'] }),
  payment('PADDLE_CHECKOUT', 'payments by Paddle', { loads: ['script cdn.paddle.com/'] }),
  payment('LEMON_SQUEEZY_CHECKOUT', 'payments by Lemon Squeezy', {
    loads: ['script app.lemonsqueezy.com/', 'script assets.lemonsqueezy.com/', 'a *.lemonsqueezy.com/'],
  }),
  payment('GUMROAD_CHECKOUT', 'payments by Gumroad', { loads: ['script gumroad.com/js/'] }),
  payment('SHOPIFY_BUY_BUTTON', 'a buy button of Shopify', { loads: ['script sdks.shopifycdn.com/'] }),
  payment('SNIPCART', 'a cart by Snipcart', { loads: ['script cdn.snipcart.com/'], inline: ['cdn.snipcart.com'] }),
  payment('ECWID_STORE', 'a shop by Ecwid', { loads: ['script app.ecwid.com/'] }),
  payment('DONORBOX', 'donations by Donorbox', {
    loads: ['iframe donorbox.org/', 'script donorbox.org/', 'a donorbox.org/'],
    elements: ['dbox-widget'],
  }),
  booking('CALENDLY', 'appointments by Calendly', {
    loads: ['script assets.calendly.com/', 'iframe calendly.com/', 'a calendly.com/'],
    classes: ['calendly-inline-widget'],
  }),
  booking('ACUITY_SCHEDULING', 'appointments by Acuity Scheduling', {
    loads: ['script embed.acuityscheduling.com/', 'iframe *.acuityscheduling.com/', 'a *.acuityscheduling.com/'],
  }),
  booking('CAL_COM', 'appointments by Cal.com', {
    loads: ['iframe cal.com/', 'a cal.com/'],
    inline: ['app.cal.com/embed'],
  }),
  booking('FAREHARBOR', 'bookings by FareHarbor', {
    loads: ['script fareharbor.com/', 'a fareharbor.com/', 'iframe fareharbor.com/'],
  }),
  booking('PEEK_BOOKING', 'bookings by Peek', {
    loads: ['a book.peek.com/', 'script book.peek.com/'],
    inline: ['js.peek.com'],
  }),
  booking('BOOKEO', 'bookings by Bookeo', { loads: ['script bookeo.com/', 'a bookeo.com/', 'iframe bookeo.com/'] }),
  booking('CHECKFRONT', 'bookings by Checkfront', {
    loads: ['script *.checkfront.com/', 'iframe *.checkfront.com/', 'a *.checkfront.com/'],
  }),
  booking('REZDY', 'bookings by Rezdy', { loads: ['script *.rezdy.com/', 'iframe *.rezdy.com/', 'a *.rezdy.com/'] }),
  booking('OPENTABLE', 'reservations by OpenTable', {
    loads: ['script www.opentable.com/widget/', 'a www.opentable.com/', 'iframe www.opentable.com/'],
  }),
  booking('RESY', 'reservations by Resy', { loads: ['script widgets.resy.com/', 'a resy.com/'] }),
  booking('EVENTBRITE_TICKETS', 'tickets by Eventbrite', {
    loads: ['script www.eventbrite.com/static/widgets/', 'a www.eventbrite.com/e/'],
  }),
  booking('SETMORE', 'appointments by Setmore', { loads: ['a *.setmore.com/', 'iframe *.setmore.com/'] }),
];
