/** What stands in a hostile page as text, to see that it is shown at all. */
export const HOSTILE_TEXT = 'Sail with us on a quiet morning';

/** What the page's scripts write into it, should they run. */
export const RAN = 'data-script-ran';

const run = `document.documentElement.setAttribute('${RAN}', '')`;

/** A page with these features that tries everything an uploader could think of to run a script or to reach the trap. */
export function hostilePage(trap: string, tokens: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Boats</title>
<base href="${trap}/base/">
<meta http-equiv="refresh" content="0;url=${trap}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
<meta name="referrer" content="unsafe-url">
<link rel="preconnect" href="${trap}">
<link rel="dns-prefetch" href="${trap}">
<link rel="prefetch" href="${trap}/prefetch">
<link rel="preload" as="image" href="${trap}/preload.png">
<link rel="modulepreload" href="${trap}/module.js">
<link rel="stylesheet" href="${trap}/style.css">
<link rel="icon" href="${trap}/icon.png">
<link rel="manifest" href="${trap}/manifest.json">
<style>@import url("${trap}/import.css"); @font-face { font-family: F; src: url("${trap}/f.woff2") }
body { background: url("${trap}/background.png"); font-family: F } h1::after { content: url("${trap}/after.png") }</style>
<script>${run}; fetch("${trap}/fetch"); new Image().src = "${trap}/image"</script>
<script src="${trap}/script.js"></script>
<script type="speculationrules">{ "prefetch": [{ "urls": ["${trap}/speculation"] }] }</script>
</head>
<body background="${trap}/body.png" onload="${run}">
<h1>${HOSTILE_TEXT}</h1>
${tokens.map((token) => `<section data-feature="${token}"><h2>${token}</h2></section>`).join('\n')}
<img src="${trap}/img.png" srcset="${trap}/img2.png 2x" alt="" onerror="${run}">
<picture><source srcset="${trap}/source.png"><img src="x" alt=""></picture>
<video src="${trap}/video.mp4" poster="${trap}/poster.png" autoplay></video>
<audio src="${trap}/audio.mp3" autoplay></audio>
<iframe src="${trap}/frame" title="frame"></iframe>
<iframe srcdoc="<script>parent.${run}</script><img src='${trap}/nested.png'>" title="nested"></iframe>
<object data="${trap}/object.svg"></object>
<embed src="${trap}/embed.svg">
<svg width="9" height="9" onload="${run}"><image href="${trap}/svg.png" width="9" height="9"/><use href="${trap}/use.svg#a"/>
<script>${run}</script><a href="${trap}/svg-link"><text y="9">here</text></a></svg>
<p style="background-image: url(${trap}/inline.png)">Book <a href="${trap}/link" ping="${trap}/ping">this sail</a>
<a href="javascript:${run}">or that</a> <a href="${trap}/blank" target="_blank">or another</a>
<a href="${trap}/top-link" target="_top">or none</a></p>
<form action="${trap}/form" method="post"><input name="a" value="b" autofocus onfocus="${run}"><button>Send</button>
<input type="image" src="${trap}/input.png" alt="send"></form>
<map name="m"><area href="${trap}/area" shape="default" alt="area"></map>
</body>
</html>
`;
}
