import type { MessageToCheck } from './message-to-check.js';

/** A small newsletter nothing is wrong with, to plant faults in. */
export const goodHtml = `<!doctype html>
<html lang="fr" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>Le Phare du matin</title>
<style>
body { background-color: #ffffff; }
.ink { color: #222222; }
.link { color: #1d4f91; }
@media (prefers-color-scheme: dark) {
  body, .card { background-color: #16191f !important; }
  .ink { color: #ece7de !important; }
  .link { color: #8fb8f0 !important; }
}
</style>
</head>
<body style="margin:0;background-color:#ffffff">
<div style="display:none;max-height:0;overflow:hidden">Le port rouvre, la marée monte.</div>
<div lang="fr" dir="ltr" class="card" style="background-color:#ffffff">
<table role="presentation" width="100%"><tr><td>
<h1 class="ink" style="color:#222222">Le Phare du matin</h1>
<p class="ink" style="color:#222222">Le port de pêche a rouvert mardi après trois jours de tempête, a annoncé la capitainerie.</p>
<p><a class="link" href="https://phare.example/port?lang=fr&amp;n=1" style="color:#1d4f91"><img src="https://phare.example/port.jpg" alt="Le port" width="560" height="300"> Lire la suite</a></p>
<p class="ink" style="color:#222222">Le Phare, 1 quai du Port. <a class="link" href="mailto:redaction@phare.example" style="color:#1d4f91">redaction@phare.example</a>
<a class="link" href="https://phare.example/u/AbCdEf0123456789" style="color:#1d4f91">Se désabonner</a></p>
</td></tr></table>
</div>
</body>
</html>
`;

export const goodText = `Le Phare du matin

Le port de pêche a rouvert mardi après trois jours de tempête, a annoncé la capitainerie.

Lire la suite :
https://phare.example/port?lang=fr&n=1

Le Phare, 1 quai du Port. redaction@phare.example
Se désabonner :
https://phare.example/u/AbCdEf0123456789
`;

export const goodMessage: MessageToCheck = {
  subject: 'Le Phare du matin : le port rouvre',
  html: goodHtml,
  text: goodText,
  context: { kind: 'newsletter' },
};

/** As it would stand on the wire. */
export function goodEml(
  change: { headers?: (headers: string[]) => string[]; html?: string; text?: string; subject?: string } = {},
): string {
  const { html = goodHtml, text = goodText, subject = 'Le Phare du matin' } = change;
  const headers = [
    'From: Le Phare <lettre@phare.example>',
    'To: lea@readers.example',
    `Subject: ${subject}`,
    'Message-ID: <1a2b3c@phare.example>',
    'Date: Sun, 22 Nov 2026 06:00:00 +0000',
    'List-Id: Le Phare du matin <matin.phare.example>',
    'List-Unsubscribe: <https://phare.example/u/AbCdEf0123456789>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'Auto-Submitted: auto-generated',
    'Precedence: bulk',
    'X-Auto-Response-Suppress: All',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="b1"',
  ];
  const part = (type: string, content: string): string =>
    `--b1\nContent-Type: text/${type}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${wrapped(content)}\n`;
  const lines = `${(change.headers?.(headers) ?? headers).join('\n')}\n\n${part('plain', text)}${part('html', html)}--b1--\n`;
  return lines.replaceAll('\n', '\r\n');
}

function wrapped(content: string): string {
  return (
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n');
}
