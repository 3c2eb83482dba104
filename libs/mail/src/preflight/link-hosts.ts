/** Hosts that say something about a link by their name alone. All in small letters, without `www.`. */

/** RFC 2606 §3: reserved, so that samples may name them. Whole names only: installations are tried out below them. */
export const sampleHosts: ReadonlySet<string> = new Set(['example.com', 'example.net', 'example.org', 'example.edu', 'domain.com', 'yourdomain.com', 'mysite.com', 'yoursite.com', 'votresite.fr', 'votre-site.fr']); // prettier-ignore

/** Services that anybody shortens addresses with. Evidence: their own pages; Spamhaus and SURBL list abuse of each. */
export const shorteners: ReadonlySet<string> = new Set(
  'bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly rebrand.ly cutt.ly shorturl.at t.ly tiny.cc rb.gy bl.ink lnkd.in dlvr.it fb.me trib.al adf.ly s.id urlz.fr shorturl.gg short.io tny.im soo.gd clck.ru vk.cc qr.ae u.to x.co t1p.de kutt.it y2u.be'.split(
    ' ',
  ),
);

/** Where anybody puts pictures; sampler services too. Evidence: their own pages, and MJML's defaults (`i.imgur.com`). */
export const pictureHosts: ReadonlySet<string> = new Set(
  'imgur.com postimg.cc postimages.org ibb.co imgbb.com imageshack.com photobucket.com tinypic.com giphy.com tenor.com gravatar.com via.placeholder.com placeholder.com placehold.it placehold.co placekitten.com picsum.photos dummyimage.com unsplash.it source.unsplash.com lorempixel.com loremflickr.com fakeimg.pl freeimage.host prnt.sc gyazo.com'.split(
    ' ',
  ),
);

/** Ends of names that only one network gives (RFC 6762, 8375, 9476; ICANN reserved `internal` in 2024). */
export const privateEnds = /\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;

/** Ends of names by which words are known as a host and not as a file or an abbreviation: those newsrooms have most. */
export const hostEnds: ReadonlySet<string> = new Set(
  'com org net info eu fr be ch lu mc ca uk ie us de at es pt it nl gr pl ro se no dk fi ma dz tn sn ci ml bf ne cd cg cm ga mg bj tg tr ru ua il ps lb eg sa ae qa jo iq sy br mx ar cl co pe ve in cn jp au za ng ke tv io news media press radio africa paris bzh corsica bank'.split(
    ' ',
  ),
);

/** The host itself, or one it lies below, is in the list. */
export function isListed(host: string, list: ReadonlySet<string>): boolean {
  const labels = host.replace(/\.$/, '').split('.');
  return labels.some((_, from) => list.has(labels.slice(from).join('.')));
}
