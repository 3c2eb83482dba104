/**
 * Mail domains that are never taken for throw-away ones, whatever a list says, with why. Lists are kept by hand and have
 * named such domains before; a reader turned away for owning an honest address does not come back. Their subdomains are
 * meant too. The mailboxes of `mail-providers.ts` belong here as well.
 *
 * Forwarding services are for people who hide their address from us and still read what we send: it reaches them, and
 * they can end it. That is not what "throw-away" is about.
 */
export const neverDisposable: readonly (readonly [domain: string, evidence: string])[] = [
  ['orange.fr', 'Orange, the largest French provider'],
  ['wanadoo.fr', 'Orange, its earlier name; mailboxes live on'],
  ['laposte.net', 'La Poste'],
  ['free.fr', 'Free; every subscriber has mailboxes'],
  ['sfr.fr', 'SFR'],
  ['neuf.fr', 'SFR, from Neuf Cegetel'],
  ['bbox.fr', 'Bouygues Telecom'],
  ['icloud.com', 'Apple; also the addresses of "Hide My Email" made in iCloud+'],
  ['privaterelay.appleid.com', 'Apple, "Hide My Email" of Sign in with Apple: forwards to the reader’s Apple account'],
  ['duck.com', 'DuckDuckGo Email Protection: forwards'],
  ['mozmail.com', 'Firefox Relay: forwards'],
  ['relay.firefox.com', 'Firefox Relay, its earlier domain'],
  ['simplelogin.com', 'SimpleLogin (Proton): forwards'],
  ['simplelogin.co', 'SimpleLogin'],
  ['simplelogin.fr', 'SimpleLogin'],
  ['simplelogin.io', 'SimpleLogin'],
  ['aleeas.com', 'SimpleLogin'],
  ['slmail.me', 'SimpleLogin'],
  ['slmails.com', 'SimpleLogin'],
  ['silomails.com', 'SimpleLogin'],
  ['dralias.com', 'SimpleLogin'],
  ['8alias.com', 'SimpleLogin'],
  ['8shield.net', 'SimpleLogin'],
  ['proton.me', 'Proton Mail'],
  ['passmail.net', 'Proton Pass, hide-my-email: forwards'],
  ['passmail.com', 'Proton Pass'],
  ['passinbox.com', 'Proton Pass'],
  ['passfwd.com', 'Proton Pass'],
  ['anonaddy.com', 'addy.io: forwards; named by disposable-email-domains 1.0.62'],
  ['anonaddy.me', 'addy.io; named by disposable-email-domains 1.0.62'],
  ['addy.io', 'addy.io'],
  ['erine.email', 'erine: forwards'],
  ['posteo.de', 'Posteo'],
  ['mailbox.org', 'mailbox.org'],
  ['riseup.net', 'Riseup'],
  ['disroot.org', 'Disroot'],
  ['tutanota.com', 'Tuta'],
  ['tuta.com', 'Tuta'],
];
