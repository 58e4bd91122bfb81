import type { Provider } from './provider.ts';
import type { SuggestionKind } from './suggestion.ts';

const of =
  (kind: SuggestionKind) =>
  (name: string, has: string, marks: Omit<Provider, 'name' | 'kind' | 'has'>): Provider => ({
    name,
    kind,
    has,
    ...marks,
  });
const video = of('video');
const audio = of('audio');
const map = of('map');
const social = of('social');
const search = of('search');

/** Services whose players, maps, posts and searches are shown within a page. */
export const EMBEDS: readonly Provider[] = [
  video('YOUTUBE_VIDEO', 'a video from YouTube', {
    loads: ['iframe www.youtube.com/embed/', 'iframe youtube.com/embed/', 'iframe www.youtube-nocookie.com/embed/'],
    elements: ['lite-youtube', 'youtube-video'],
  }),
  video('VIMEO_VIDEO', 'a video from Vimeo', {
    loads: ['iframe player.vimeo.com/video/', 'iframe vimeo.com/'],
    elements: ['lite-vimeo', 'vimeo-video'],
  }),
  video('WISTIA_VIDEO', 'a video from Wistia', {
    loads: ['iframe fast.wistia.net/embed/', 'iframe fast.wistia.com/embed/'],
    classes: ['wistia_embed'],
    elements: ['wistia-player'],
  }),
  video('LOOM_VIDEO', 'a video from Loom', { loads: ['iframe www.loom.com/embed/'] }),
  video('DAILYMOTION_VIDEO', 'a video from Dailymotion', {
    loads: ['iframe www.dailymotion.com/embed/', 'iframe geo.dailymotion.com/'],
  }),
  video('BRIGHTCOVE_VIDEO', 'a video from Brightcove', {
    loads: ['iframe players.brightcove.net/', 'script players.brightcove.net/'],
  }),
  video('MUX_VIDEO', 'a video from Mux', { loads: ['iframe player.mux.com/'], elements: ['mux-player', 'mux-video'] }),
  audio('SPOTIFY_PLAYER', 'a player of Spotify', { loads: ['iframe open.spotify.com/embed'] }),
  audio('SOUNDCLOUD_PLAYER', 'a player of SoundCloud', { loads: ['iframe w.soundcloud.com/player/'] }),
  audio('APPLE_PODCASTS_PLAYER', 'a player of Apple Podcasts', { loads: ['iframe embed.podcasts.apple.com/'] }),
  map('GOOGLE_MAP', 'a map by Google', {
    loads: [
      'iframe www.google.com/maps/',
      'iframe maps.google.com/',
      'iframe maps.google.de/',
      'script maps.googleapis.com/maps/api/js',
      'script maps.google.com/maps/api/js',
    ],
    inline: ['maps.googleapis.com/maps/api/js'],
    elements: ['gmp-map'],
  }),
  map('MAPBOX_MAP', 'a map by Mapbox', {
    loads: ['script api.mapbox.com/mapbox-gl-js/', 'script api.tiles.mapbox.com/', 'iframe api.mapbox.com/styles/'],
  }),
  map('OPENSTREETMAP', 'a map by OpenStreetMap', { loads: ['iframe www.openstreetmap.org/export/embed'] }),
  map('LEAFLET_MAP', 'a map drawn by Leaflet', {
    loads: [
      'script unpkg.com/leaflet',
      'script cdn.jsdelivr.net/npm/leaflet',
      'script cdnjs.cloudflare.com/ajax/libs/leaflet/',
    ],
  }),
  map('APPLE_MAP', 'a map by Apple', { loads: ['script cdn.apple-mapkit.com/'] }),
  social('INSTAGRAM_POST', 'a post from Instagram', { classes: ['instagram-media'] }),
  social('X_POSTS', 'posts from X', { classes: ['twitter-timeline', 'twitter-tweet'] }),
  social('FACEBOOK_PAGE', 'a page plugin of Facebook', {
    loads: ['iframe www.facebook.com/plugins/'],
    classes: ['fb-page', 'fb-video', 'fb-post'],
  }),
  social('TRUSTPILOT_REVIEWS', 'reviews from Trustpilot', { classes: ['trustpilot-widget'] }),
  social('TRIPADVISOR_REVIEWS', 'reviews from Tripadvisor', { loads: ['script www.jscache.com/'] }),
  social('DISQUS_COMMENTS', 'comments by Disqus', {
    loads: ['script *.disqus.com/embed.js'],
    inline: ['.disqus.com/embed.js'],
  }),
  social('GISCUS_COMMENTS', 'comments by giscus', { loads: ['script giscus.app/client.js'] }),
  social('UTTERANCES_COMMENTS', 'comments by utterances', { loads: ['script utteranc.es/client.js'] }),
  search('GOOGLE_SEARCH', 'a search by Google', {
    loads: ['script cse.google.com/cse.js'],
    classes: ['gcse-search', 'gcse-searchbox'],
    inline: ['cse.google.com/cse.js'],
  }),
  search('ALGOLIA_SEARCH', 'a search by Algolia', {
    loads: [
      'script cdn.jsdelivr.net/npm/docsearch.js',
      'script cdn.jsdelivr.net/npm/@docsearch/',
      'script cdn.jsdelivr.net/npm/algoliasearch',
    ],
  }),
];
