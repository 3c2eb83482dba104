import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useWords } from '../../language/words.js';
import { changedPlace, elementAt } from './changed-place.js';
import type { Place } from './changed-place.js';
import { inertMail, markupOf } from './inert-mail.js';
import styles from './mail-frame.module.css';
import { MailStage } from './mail-stage.js';
import type { FrameWidth } from './view.js';
import { words } from './words.js';

/** Milliseconds until a message is shown although a picture in it is still on its way. */
const PATIENCE = 500;
/** Names the element to be in sight; nothing else in a mail is called that. */
const HERE = 'colporteur-here';

interface Picture {
  id: number;
  html: string;
  mail: Document;
  /** what was changed last, which is to be in sight */
  place: Place | undefined;
  /** its id */
  anchor: string | undefined;
  markup: string;
}

/**
 * A message that is being written: what was shown stays until the next has been drawn, and what was changed last is in
 * sight. Where the reader of the frame had scrolled to cannot be asked: its sandbox is as empty as any other's.
 */
export function LiveMailFrame({ html, subject, width }: { html: string; subject: string; width: FrameWidth }) {
  const m = useWords(words);
  const [pictures, setPictures] = useState<readonly Picture[]>(() => [pictureOf(html)]);
  const newest = pictures.at(-1);
  // One is drawn at a time: who types faster than that sees fewer steps, not none.
  if (newest !== undefined && newest.html !== html && pictures.length < 2)
    setPictures([...pictures, pictureOf(html, newest)]);
  return (
    <MailStage width={width}>
      {pictures.map((picture, position) => (
        <OnePicture
          key={picture.id}
          picture={picture}
          isComing={position > 0}
          title={m.frameTitle(subject)}
          onDrawn={() => {
            setPictures((list) => (list.indexOf(picture) > 0 ? list.slice(list.indexOf(picture)) : list));
          }}
        />
      ))}
    </MailStage>
  );
}

interface OnePictureProps {
  picture: Picture;
  isComing: boolean;
  title: string;
  onDrawn: () => void;
}

/** No script, no origin of ours, no forms, no windows: `sandbox` is empty on purpose and must stay so. */
function OnePicture({ picture, isComing, title, onDrawn }: OnePictureProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const isPlaced = useRef(picture.anchor === undefined);
  const drawn = (): void => {
    if (!isPlaced.current) {
      isPlaced.current = true;
      // The only thing a frame's parent may do with it: lead it to a fragment of its own.
      frame.current?.contentWindow?.location.replace(`about:srcdoc#${encodeURIComponent(picture.anchor ?? '')}`);
    }
    onDrawn();
  };
  const giveUp = useEffectEvent(drawn);
  useEffect(() => {
    if (!isComing) return undefined;
    const timer = setTimeout(() => {
      giveUp();
    }, PATIENCE);
    return () => {
      clearTimeout(timer);
    };
  }, [isComing]);
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      data-coming={isComing}
      aria-hidden={isComing}
      tabIndex={isComing ? -1 : undefined}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={picture.markup}
      title={title}
      onLoad={drawn}
    />
  );
}

function pictureOf(html: string, before?: Picture): Picture {
  const mail = inertMail(html);
  const place = before === undefined ? undefined : (changedPlace(before.mail, mail) ?? before.place);
  const known = { id: (before?.id ?? 0) + 1, html, mail, place };
  if (place === undefined) return { ...known, anchor: undefined, markup: markupOf(mail) };
  // What the next one is compared with stays as it came.
  const marked = mail.cloneNode(true) as Document;
  const anchor = mark(marked, place);
  return { ...known, anchor, markup: markupOf(marked) };
}

/** Some way below the upper edge, so that one sees what it stands under. */
function mark(mail: Document, place: Place): string | undefined {
  const element = elementAt(mail, place);
  if (element === undefined) return undefined;
  if (element.id === '') element.id = HERE;
  const style = mail.createElement('style');
  style.textContent = `#${CSS.escape(element.id)}{scroll-margin-block:30vh}`;
  mail.head.append(style);
  return element.id;
}
