import type { Provider } from './provider.ts';

type Marks = Omit<Provider, 'name' | 'kind' | 'has'>;

const chat = (name: string, by: string, marks: Marks): Provider => ({
  name,
  kind: 'chat',
  has: `chat by ${by}`,
  ...marks,
});
const form = (name: string, has: string, marks: Marks): Provider => ({ name, kind: 'form', has, ...marks });
const captcha = (name: string, by: string, marks: Marks): Provider => ({
  name,
  kind: 'captcha',
  has: `protection from robots by ${by}`,
  ...marks,
});

/** Services through which visitors write: chat, forms, comments, and what keeps robots from them. */
export const TALKING: readonly Provider[] = [
  chat('INTERCOM_CHAT', 'Intercom', { loads: ['script widget.intercom.io/'], inline: ['widget.intercom.io/'] }),
  chat('CRISP_CHAT', 'Crisp', { loads: ['script client.crisp.chat/'], inline: ['client.crisp.chat/'] }),
  chat('TAWK_CHAT', 'tawk.to', { loads: ['script embed.tawk.to/'], inline: ['embed.tawk.to/'] }),
  chat('DRIFT_CHAT', 'Drift', { loads: ['script js.driftt.com/'], inline: ['js.driftt.com/'] }),
  chat('TIDIO_CHAT', 'Tidio', { loads: ['script code.tidio.co/'] }),
  chat('ZENDESK_CHAT', 'Zendesk', {
    loads: ['script static.zdassets.com/', 'script v2.zopim.com/'],
    inline: ['v2.zopim.com/'],
  }),
  chat('LIVECHAT', 'LiveChat', { loads: ['script cdn.livechatinc.com/'], inline: ['cdn.livechatinc.com/'] }),
  chat('OLARK_CHAT', 'Olark', { inline: ['static.olark.com/'] }),
  chat('FRESHCHAT', 'Freshchat', {
    loads: ['script wchat.freshchat.com/', 'script *.freshchat.com/'],
    inline: ['wchat.freshchat.com/'],
  }),
  chat('HELP_SCOUT_CHAT', 'Help Scout', { inline: ['beacon-v2.helpscout.net'] }),
  chat('GORGIAS_CHAT', 'Gorgias', { loads: ['script config.gorgias.chat/'], inline: ['config.gorgias.chat/'] }),
  chat('WHATSAPP_LINK', 'WhatsApp', { loads: ['a wa.me/', 'a api.whatsapp.com/send'] }),
  form('MAILCHIMP_FORM', 'a newsletter form of Mailchimp', {
    loads: ['form *.list-manage.com/subscribe'],
    inline: ['chimpstatic.com/mcjs-connected/'],
  }),
  form('KLAVIYO_FORM', 'sign-up forms of Klaviyo', {
    loads: ['script static.klaviyo.com/'],
    classes: ['klaviyo-form'],
  }),
  form('KIT_FORM', 'a newsletter form of Kit', {
    loads: [
      'form app.convertkit.com/forms/',
      'form app.kit.com/forms/',
      'script f.convertkit.com/',
      'script *.ck.page/',
    ],
  }),
  form('BREVO_FORM', 'a newsletter form of Brevo', { loads: ['form *.sibforms.com/', 'iframe *.sibforms.com/'] }),
  form('BUTTONDOWN_FORM', 'a newsletter form of Buttondown', {
    loads: ['form buttondown.email/api/emails/', 'form buttondown.com/api/emails/'],
  }),
  form('SUBSTACK_FORM', 'a newsletter form of Substack', { loads: ['iframe *.substack.com/embed'] }),
  form('TYPEFORM', 'a form of Typeform', {
    loads: ['script embed.typeform.com/', 'iframe form.typeform.com/', 'a form.typeform.com/'],
  }),
  form('GOOGLE_FORM', 'a form of Google Forms', {
    loads: ['iframe docs.google.com/forms/', 'form docs.google.com/forms/', 'a docs.google.com/forms/', 'a forms.gle/'],
  }),
  form('JOTFORM', 'a form of Jotform', {
    loads: ['script form.jotform.com/', 'iframe form.jotform.com/', 'form submit.jotform.com/'],
  }),
  form('HUBSPOT_FORM', 'a form of HubSpot', { loads: ['script js.hsforms.net/'] }),
  form('TALLY_FORM', 'a form of Tally', { loads: ['iframe tally.so/embed/', 'script tally.so/widgets/'] }),
  captcha('RECAPTCHA', 'reCAPTCHA', {
    loads: ['script www.google.com/recaptcha/', 'script www.recaptcha.net/'],
    classes: ['g-recaptcha'],
  }),
  captcha('HCAPTCHA', 'hCaptcha', {
    loads: ['script js.hcaptcha.com/', 'script hcaptcha.com/'],
    classes: ['h-captcha'],
  }),
  captcha('TURNSTILE', 'Turnstile', {
    loads: ['script challenges.cloudflare.com/turnstile/'],
    classes: ['cf-turnstile'],
  }),
  captcha('FRIENDLY_CAPTCHA', 'Friendly Captcha', { classes: ['frc-captcha'] }),
];
