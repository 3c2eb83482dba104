import { describe, expect, it } from '@jest/globals';
import { parseFeed } from './feed-parsing.js';
import { pictureInText } from './picture-in-text.js';

describe('the picture in a text', () => {
  it.each([
    ['WordPress’s lead figure', '<figure><img width="1200" height="800" src="/port.jpg" class="wp-post-image" alt="Le &eacute;port" /></figure>', { url: '/port.jpg', width: 1_200, height: 800, alt: 'Le éport' }],
    ['an address with references', '<p><IMG SRC="//cdn.example/a.jpg?x=1&amp;y=2"></p>', { url: '//cdn.example/a.jpg?x=1&y=2' }],
    ['a size with its unit, and one without meaning', '<img src=a.jpg width=600px height="100%">', { url: 'a.jpg', width: 600, height: undefined }],
    ['the first attribute of a name', '<img src=a.jpg src=b.jpg>', { url: 'a.jpg' }],
    ['a picture that waits for a script', '<img src="data:image/gif;base64,AAA" data-src="/lazy.jpg">', { url: '/lazy.jpg' }],
    ['not a counter before it', '<img src="/c.gif" width="1" height="1"><img src="/b.jpg">', { url: '/b.jpg' }],
    ['not a counter of FeedBurner', '<img src="http://feeds.feedburner.com/~r/x/~4/abc">', undefined],
    ['not Medium’s counter', '<img src="https://medium.com/_/stat?event=post.clientViewed">', undefined],
    ['not a smiley', 'Bien <img src="https://s.w.org/images/core/emoji/15.0.3/72x72/1f642.png" alt="🙂">', undefined],
    ['not a smiley by its class', '<img src="/x.png" class="a WP-smiley">', undefined],
    ['not a face', '<img src="https://secure.gravatar.com/avatar/0a?s=96">', undefined],
    ['not what stands in a comment', '<!-- <img src="/a.jpg"> --><p>x</p>', undefined],
    ['not what is no element', 'alt="<imgs src=/a.jpg>"', undefined],
    ['nothing in nothing', '', undefined],
  ])('%s', (_what, html, expected) => {
    const found = pictureInText(html);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  }); // prettier-ignore

  it('is found wherever the text is cut for reading', () => {
    for (let before = 4_060; before < 4_110; before += 1)
      expect(pictureInText(`${'x'.repeat(before)}<img alt="a&amp;b" src="/found.jpg">`)).toMatchObject({
        url: '/found.jpg',
        alt: 'a&b',
      });
  });
});

describe('an entry', () => {
  const imageOf = (inner: string) =>
    parseFeed(
      Buffer.from(
        `<rss version="2.0"><channel><title>N</title><item><title>T</title><link>https://a.example/b/c</link>${inner}</item></channel></rss>`,
      ),
      { url: 'https://a.example/feed' },
    ).entries[0]?.image;

  it('that names no picture has that of its text, of the full one first', () => {
    const summary = '<description>&lt;img src="s.jpg"&gt; x</description>';
    const content = '<content:encoded><![CDATA[<p>x</p><img src="c.jpg" alt="C">]]></content:encoded>';
    expect(imageOf(summary)).toEqual({ url: 'https://a.example/b/s.jpg' });
    expect(imageOf(summary + content)).toEqual({ url: 'https://a.example/b/c.jpg', alt: 'C' });
    expect(imageOf(`${content}<media:thumbnail url="/t.jpg"/>`)).toEqual({ url: 'https://a.example/t.jpg' });
    expect(imageOf('<description>&lt;img src="javascript:x"&gt;</description>')).toBeUndefined();
  });

  it.each([
    ['<enclosure url="/i.jpg" length="1"/>', '/i.jpg'],
    ['<enclosure url="/i.JPG?w=1" length="1" type="jpg"/>', '/i.JPG?w=1'],
    ['<enclosure url="/i.jpg" length="1" type="audio/mpeg"/>', undefined],
    ['<enclosure url="/e.mp3" length="1"/>', undefined],
    ['<media:content url="/img?id=3" width="800" height="450"/>', '/img?id=3'],
    ['<media:content url="/v.mp4" width="800" height="450"/>', undefined],
    ['<media:content url="/v?id=3" width="800" duration="12"/>', undefined],
  ])('%s', (inner, path) => {
    expect(imageOf(inner)?.url).toBe(path === undefined ? undefined : `https://a.example${path}`);
  });
});
