import { wordsOf } from './feature-word.ts';
import type { Sighting } from './sighting.ts';
import type { Confidence, SuggestionKind } from './suggestion.ts';

/** What a form is for, as far as its names and fields tell. */
export interface FormKind {
  readonly kind: SuggestionKind;
  readonly name: string;
  readonly why: string;
  readonly confidence: Confidence;
}

interface Rule extends FormKind {
  /** Whether one of the words of the form's id, name, class, label and action tells, or its fields. */
  readonly fits: (words: readonly string[], fields: readonly string[]) => boolean;
}

const called =
  (pattern: RegExp): Rule['fits'] =>
  (words) =>
    words.some((word) => pattern.test(word));
const asks =
  (pattern: RegExp): Rule['fits'] =>
  (_, fields) =>
    fields.some((field) => pattern.test(field));
const passwords = (fields: readonly string[]) => fields.filter((field) => field.startsWith('password')).length;
const shown = (fields: readonly string[]) => fields.filter((field) => !/^(?:submit|button|image|reset)\b/.test(field));

const rule = (
  [kind, name, confidence]: readonly [SuggestionKind, string, Confidence],
  why: string,
  fits: Rule['fits'],
): Rule => ({ kind, name, confidence, why, fits });

/** The first that fits counts. */
const RULES: readonly Rule[] = [
  rule(
    ['form', 'SIGN_UP_FORM', 'high'],
    'A form in which visitors open an account.',
    (words, fields) => passwords(fields) > 1 || asks(/ new-password$/)(words, fields),
  ),
  rule(['form', 'LOGIN_FORM', 'high'], 'A form in which visitors sign in.', (_, fields) => passwords(fields) === 1),
  rule(
    ['payment', 'CHECKOUT_FORM', 'high'],
    'A form through which visitors pay.',
    called(/^(?:checkout|pay|payment|bezahlen|kasse|paiement|pago)$/),
  ),
  rule(['payment', 'CHECKOUT_FORM', 'high'], 'A form that asks for a card.', asks(/ cc-(?:number|csc|exp)/)),
  rule(
    ['payment', 'DONATION_FORM', 'high'],
    'A form through which visitors donate.',
    called(/^(?:donate|donation|donations|spende|spenden|donar)$/),
  ),
  rule(
    ['payment', 'CART_FORM', 'high'],
    'A form through which visitors order.',
    called(/^(?:cart|basket|warenkorb|panier|carrito|buy|order|bestellung|bestellen)$/),
  ),
  rule(
    ['booking', 'BOOKING_FORM', 'high'],
    'A form through which visitors book.',
    called(/^(?:book|booking|bookings|reserve|reservation|reservations|appointment|buchung|buchen|reserva)$/),
  ),
  rule(['search', 'SEARCH', 'high'], 'A search box.', asks(/^search /)),
  rule(['search', 'SEARCH', 'high'], 'A search box.', called(/^(?:search|searchform|suche|recherche|buscar)$/)),
  rule(
    ['search', 'SEARCH', 'medium'],
    'A form with a field for a query.',
    (words, fields) => shown(fields).length <= 2 && asks(/^text (?:q|s|query|search|keywords?) /)(words, fields),
  ),
  rule(
    ['form', 'NEWSLETTER_FORM', 'high'],
    'A form to subscribe to a newsletter.',
    called(/^(?:newsletter|subscribe|subscription|mailinglist|abonnieren|mc)$/),
  ),
  rule(
    ['form', 'COMMENT_FORM', 'high'],
    'A form in which visitors comment.',
    called(/^(?:comment|comments|commentform|kommentar)$/),
  ),
  rule(
    ['form', 'QUOTE_FORM', 'high'],
    'A form through which visitors ask for an offer.',
    called(/^(?:quote|estimate|angebot|devis|presupuesto)$/),
  ),
  rule(
    ['form', 'CONTACT_FORM', 'high'],
    'A form through which visitors write.',
    called(/^(?:contact|contactform|enquiry|inquiry|message|feedback|kontakt|kontaktformular|contacto|mailto)$/),
  ),
  rule(
    ['form', 'CONTACT_FORM', 'medium'],
    'A form with an address and a message.',
    (words, fields) => asks(/^textarea /)(words, fields) && asks(/^email |^text e-?mail /)(words, fields),
  ),
  rule(
    ['form', 'NEWSLETTER_FORM', 'medium'],
    'A form that asks for an email address alone.',
    (words, fields) => shown(fields).length <= 2 && asks(/^email /)(words, fields),
  ),
  rule(['form', 'UPLOAD_FORM', 'medium'], 'A form through which visitors send a file.', asks(/^file /)),
];

/** What a form is for; `undefined` where nothing tells. */
export function formKind({ attributes, fields }: Sighting): FormKind | undefined {
  const { id = '', name = '', action = '', role, 'aria-label': label = '' } = attributes;
  const words = [id, name, label, attributes.class ?? '', action].flatMap(wordsOf);
  if (role === 'search') words.unshift('search');
  return RULES.find(({ fits }) => fits(words, fields));
}
