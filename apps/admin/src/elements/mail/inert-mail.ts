/**
 * The message with its outward links made inert: the sandbox lets no window open, so a link that asks for one leads
 * nowhere. The links down to a story keep working; a bare fragment would be resolved against our own address, which
 * is not the frame's. Parsing here runs nothing: the document has no browsing context.
 */
export function inertMail(html: string): Document {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  for (const link of mail.querySelectorAll('a[href], area[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#')) link.setAttribute('href', `about:srcdoc${href}`);
    else link.setAttribute('target', '_blank');
  }
  return mail;
}

/** For a frame's `srcdoc`. */
export function markupOf(mail: Document): string {
  return `<!doctype html>\n${mail.documentElement.outerHTML}`;
}
