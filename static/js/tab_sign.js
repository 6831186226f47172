// The number of what is unread, where one sees it from another tab: before the page's title, and on its icon.
//
//   showNumber(count);   showTitle(title)   // the page's title is that one from now on
const MOST = 99;

const icon = () => document.querySelector("link[rel=icon]");
let number = 0;
let plain = null; // {href, svg}: the icon without a number

export function showNumber(count) {
  number = Math.max(0, count);
  showTitle();
  showIcon();
}

export function showTitle(title = document.title) {
  const bare = title.replace(/^\(\d+\) /, "");
  document.title = number ? `(${number}) ${bare}` : bare;
}

async function showIcon() {
  const link = icon();
  if (!link || (!plain && number === 0)) return;
  try {
    plain ??= { href: link.href, svg: await (await fetch(link.href)).text() };
  } catch {
    return; // without a network: the title says it
  }
  link.href = number === 0 ? plain.href : `data:image/svg+xml,${encodeURIComponent(signed(plain.svg))}`;
}

function signed(svg) {
  const text = number > MOST ? `${MOST}+` : String(number);
  const width = 9 + 8 * text.length;
  const x = 32 - width;
  return svg.replace(
    "</svg>",
    `<rect x="${x}" y="0" width="${width}" height="18" rx="9" fill="#c62828"/>` +
      `<text x="${x + width / 2}" y="13.500" font-family="sans-serif" font-size="14" font-weight="700" ` +
      `text-anchor="middle" fill="#fff">${text}</text></svg>`,
  );
}
