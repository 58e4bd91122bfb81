import { list, mapping, say, text } from './config-words.ts';

const BUCKET = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const NO_URL = 'is not where visitors see it';
const WRITE_URL = 'write e.g. url: https://www.example.com, without a slash at its end';

/** Where a site is served from, as written. */
export const TARGET = mapping(
  {
    bucket: text(BUCKET, 'is not a bucket name', 'write the name of the bucket, e.g. bucket: demo-prod'),
    prefix: text(
      /^$|^[^/\p{Cc}][^\p{Cc}]{0,510}\/$/u,
      'neither is empty nor ends in "/"',
      'write e.g. prefix: blog/',
    ).default(''),
    distributions: list(
      text(/^E[A-Z0-9]{6,20}$/, 'is not a distribution id', 'write the id that CloudFront shows, e.g. E2ABC123XYZ'),
      0,
      20,
      'write e.g. distributions: [E2ABC123XYZ]',
    ).default([]),
    originPath: text(
      /^$|^\/[^\p{Cc}?*]{0,254}[^/\p{Cc}?*]$/u,
      'is not an origin path',
      'write e.g. originPath: /blog, with a slash before it and none after',
    ).default(''),
    cacheControl: text(
      /^[\w\-=,. "]{1,200}$/,
      'is not a Cache-Control header',
      'write e.g. cacheControl: max-age=3600',
    ).optional(),
    url: text(/^https?:\/\/[^\s/?#@\\\p{Cc}]{1,253}(?:\/[^\s?#\\\p{Cc}]{0,500}[^\s?#/\\\p{Cc}])?$/u, NO_URL, WRITE_URL)
      .refine((url) => URL.canParse(url), { error: say(NO_URL, WRITE_URL) })
      .optional(),
  },
  'write bucket: <name> below it',
);
