/**
 * Domains that really receive mail and are a slip away from a well-known one, or look like it in another country. They
 * are never asked about: who writes from mail.com is not to be told that gmail.com was meant.
 */
export const realNeighbours: readonly string[] = [
  // Mail services.
  'mail.com', 'email.com', 'ymail.com', 'mail.fr', 'email.fr', 'mail.de', 'email.de', 'mail.be', 'mail.ch', 'email.it',
  'hey.com', 'hmail.com', 'kmail.com', 'zmail.com', 'fmail.co.uk', 'inbox.com', 'inbox.ru', 'inbox.lv', 'list.ru', 'bk.ru',
  'gmail.ru', 'zohomail.com', 'zohomail.eu', 'hushmail.com', 'hotmailbox.com', 'hostmail.com', 'homemail.com', 'mailbox.org',
  'mailfence.com', 'posteo.de', 'posteo.net', 'tuta.io', 'tuta.com', 'ya.ru', 'narod.ru', 'icloud.com.cn', 'duck.com',
  'foxmail.com', 'vip.qq.com', 'yeah.net', 'sohu.com', 'daum.net', 'nate.com', 'onet.pl', 'wp.pl', 'o2.pl', 'interia.pl',
  'seznam.cz', 'centrum.cz', 'abv.bg', 'ukr.net', 'rediffmail.com', 'att.net', 'cox.net', 'sbcglobal.net', 'bellsouth.net',
  'charter.net', 'earthlink.net', 'juno.com', 'shaw.ca', 'rogers.com', 'bell.net', 'telus.net', 'sky.com', 'talktalk.net',
  'virginmedia.com', 'ntlworld.com', 'blueyonder.co.uk', 'bigpond.com', 'optusnet.com.au', 'xtra.co.nz', 'ziggo.nl',
  'kpnmail.nl', 'planet.nl', 'home.nl', 'voo.be', 'scarlet.be', 'hispeed.ch', 'sunrise.ch', 'netplus.ch', 'arcor.de',
  'online.de', 'vodafone.de', 'tele2.fr', 'sfr.net', 'free.net', 'online.fr', 'nordnet.fr', 'ovi.com', 'bol.com.br',
  'ig.com.br', 'telefonica.net', 'ono.com', 'otenet.gr', 'walla.co.il', 'caramail.fr', 'caramail.com', 'lavache.com',
  // Firms, towns and surnames with a site of their own, one letter away.
  'cloud.com', 'orage.fr', 'oranges.fr', 'grange.fr', 'granges.fr', 'range.fr', 'organe.fr', 'oranger.fr', 'laporte.net',
  'lacoste.net', 'lapointe.net', 'viola.fr', 'never.com', 'navel.com', 'libro.it', 'libera.it', 'liberi.it', 'photon.me',
  'outbook.com', 'outwork.com', 'hotmart.com', 'gaia.com', 'gamil.fr', 'yalo.com', 'yahoo-inc.com', 'telnet.be', 'telenor.be',
  'freemail.fr', 'liverpool.fr', 'tiscali.fr', 'tiscali.co.uk', 'comcast.com', 'rumbler.ru', 'yandex-team.ru', 'gmal.ru',
]; // prettier-ignore
