/**
 * Texts that would act, were they not shown as texts: each at most 80 characters, the shortest limit of a name. `data-probe`
 * marks every element they would make, `__pwned` is what a script of theirs would set.
 */
export const PROBES: readonly string[] = [
  '<script data-probe>__pwned=1</script>',
  '<img src=x data-probe onerror=__pwned=1>',
  '"\'><svg data-probe onload=__pwned=1>',
  '</title></style></script>--><b data-probe>',
  '<a data-probe href=javascript:__pwned=1>x</a>',
  '{{7*7}}{% raw %}${7*7}<%= 7*7 %><b data-probe>',
  '<iframe data-probe srcdoc="<script>parent.__pwned=1</script>">',
];

/** Markup of the kind a body may have, with everything a body may not. */
export const PROBE_MARKUP = `<p onclick="__pwned=1" data-probe>Un <a href="javascript:__pwned=1" data-probe>lien</a> et
<a href="jAvAsCrIpT&#58;__pwned=1">un autre</a>.</p><svg data-probe onload="__pwned=1"><style>*{display:none}</style></svg>
<style data-probe>body{background:url(https://stranger.example/)}</style><form data-probe action="//stranger.example"><input autofocus
onfocus="__pwned=1"></form><math><mtext data-probe><img src=x onerror=__pwned=1></mtext></math>{{7*7}}`;

/**
 * For a page's `evaluate`: what of these texts lives in a document, as markup. A text inside an attribute is a text still,
 * so the browser's own parser judges and no pattern.
 */
export const liveIn = (document: string): string => `(() => {
  const isActive = (one) => [...one.attributes].some(({ name, value }) => name.startsWith('on') || /^\\s*javascript:/i.test(value));
  return [...${document}.querySelectorAll('*')]
    .filter((one) => one.hasAttribute('data-probe') || isActive(one))
    .map((one) => one.outerHTML.slice(0, 200));
})()`;
