import { SegmentedControl, Tabs } from '@mantine/core';
import { useChangeView, useView } from '../address.js';
import type { Preview } from '../../api/newsletters.js';
import { DesktopIcon, PhoneIcon } from '../icons.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';
import { MailFrame } from './mail-frame.js';
import { readHeaders } from './mail-headers.js';
import styles from './mail-view.module.css';
import { useWide } from '../use-wide.js';
import { parts, readView, widths } from './view.js';
import type { View, Width } from './view.js';

interface MailViewProps {
  preview: Preview;
  direction: 'ltr' | 'rtl';
  language: string | undefined;
}

function Headers({ source }: { source: string }) {
  const m = useWords(words);
  return (
    <div className={styles.paper}>
      <table className={styles.headers}>
        <thead>
          <tr>
            <th scope="col">{m.headerName}</th>
            <th scope="col">{m.headerValue}</th>
          </tr>
        </thead>
        <tbody>
          {readHeaders(source).map((header, position) => (
            <tr key={`${String(position)} ${header.name}`}>
              <th scope="row">{header.name}</th>
              <td>
                <bdi>{header.value}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The parts of the message, one at a time. Which one, and how wide, stands in the address. */
export function MailView({ preview, direction, language }: MailViewProps) {
  const m = useWords(words);
  const wide = useWide();
  const view = useView(readView);
  const changeView = useChangeView();
  const part = view.part ?? 'html';
  const width = view.width ?? (wide ? 'desktop' : 'phone');
  const show = (change: View) => {
    changeView({ ...change });
  };

  return (
    <Tabs
      className={styles.view ?? ''}
      value={part}
      keepMounted={false}
      onChange={(chosen) => {
        show(readView({ part: chosen }));
      }}
    >
      <div className={styles.bar}>
        <Tabs.List aria-label={m.partsLabel} className={styles.tabs ?? ''}>
          {parts.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {m.parts[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {part === 'html' && (
          <SegmentedControl<Width>
            size="xs"
            aria-label={m.widthLabel}
            value={width}
            onChange={(chosen) => {
              show({ width: chosen });
            }}
            data={widths.map((each) => ({
              value: each,
              label: (
                <span className={styles.width}>
                  {each === 'phone' ? <PhoneIcon /> : <DesktopIcon />}
                  {m.widths[each]}
                </span>
              ),
            }))}
          />
        )}
      </div>
      <Tabs.Panel value="html">
        <MailFrame html={preview.html} subject={preview.subject} width={width} />
        <p className={styles.hint}>{m.linksInert}</p>
      </Tabs.Panel>
      <Tabs.Panel value="text">
        <pre className={styles.text} dir={direction} lang={language} tabIndex={0}>
          {preview.text}
        </pre>
      </Tabs.Panel>
      <Tabs.Panel value="source">
        <pre className={styles.source} tabIndex={0} dir="ltr">
          {preview.source}
        </pre>
      </Tabs.Panel>
      <Tabs.Panel value="headers">
        <Headers source={preview.source} />
      </Tabs.Panel>
    </Tabs>
  );
}
