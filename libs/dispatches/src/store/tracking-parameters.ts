/**
 * Query parameters that say how a reader came to a page and never which page it is, with who writes them. A name that
 * some site uses for the page itself (`id`, `p`, `article`, `page`, `q`, `v`) has no place here: two pages taken for
 * one lose a story, one page taken for two only shows it twice.
 */

/** Whole names, lower case. */
export const TRACKING_PARAMETERS: ReadonlySet<string> = new Set([
  // Click identifiers of advertising and social networks, added to the link on the way out of their pages.
  'fbclid', // Facebook, Instagram
  'gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'gad_source', 'gad_campaignid', 'srsltid', // Google
  'msclkid', // Microsoft
  'twclid', // X
  'ttclid', // TikTok
  'li_fat_id', 'trk', // LinkedIn
  'igshid', 'igsh', // Instagram
  'yclid', 'ysclid', // Yandex
  'rdt_cid', // Reddit
  'epik', // Pinterest
  'scclid', // Snapchat
  '_openstat', // Openstat, Yandex.Direct

  // Mail programs that rewrite the links of what they send.
  'mc_cid', 'mc_eid', // Mailchimp
  'mkt_tok', // Marketo
  '_hsenc', '_hsmi', '__hssc', '__hstc', '__hsfp', 'hsctatracking', // HubSpot
  'ml_subscriber', 'ml_subscriber_hash', // MailerLite
  'vero_id', 'vero_conv', // Vero
  'oly_enc_id', 'oly_anon_id', // Omeda
  'ck_subscriber_id', // Kit
  'sfmc_id', 'sfmc_activityid', // Salesforce Marketing Cloud
  's_cid', // Adobe Analytics campaign code

  // Audience measurement.
  'xtor', 'xts', 'xtref', 'xtcr', // AT Internet: French and Swiss media put #xtor=RSS-… or ?xtor=… into their feeds
  'ocid', 'icid', 'cmpid', 'cmp', // MSN and BBC, Bloomberg, The Guardian (CMP): the campaign
  'ito', // Daily Mail and Metro: where the link was shown
  'smid', 'smtyp', // New York Times shares
  '_ga', '_gl', // Google Analytics across domains
  'spm', // Alibaba and Chinese media: place of the link on the page
  'ncid', 'sr_share', 'soc_src', 'soc_trk', 'tsrc', // Yahoo, HuffPost
  'guccounter', 'guce_referrer', 'guce_referrer_sig', // Yahoo's consent page
  'ftag', 'ftcamp', // CBS; Financial Times
  'mbid', // Condé Nast
  'maca', // Deutsche Welle's feeds: the feed's name

  // Where the visitor came from, by its usual names.
  'ref', 'referrer', 'referer', 'ref_src', 'ref_url', 'fb_ref', 'fb_source', 'fromref',
]); // prettier-ignore

/** Beginnings of names, lower case. */
export const TRACKING_PREFIXES: readonly string[] = [
  'utm_', // Google Analytics' campaign parameters, which all others copied
  'at_', // Piano (AT Internet): BBC writes at_medium=RSS&at_campaign=KARANGA into its feeds
  'ns_', // Comscore: ns_mchannel, ns_source, ns_campaign at BBC and Radio-Canada
  'pk_', 'mtm_', 'matomo_', 'piwik_', // Matomo
  'wt_', 'wt.', // Webtrekk, Webtrends
  'hsa_', // HubSpot advertising
  'fb_action_', // Facebook
  'itm_', // internal campaigns, modelled on utm_
  '__twitter_', // X
]; // prettier-ignore
