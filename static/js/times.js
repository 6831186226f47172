// <time datetime="…" data-relative> reads "2 minutes ago" in the reader's locale, the exact moment
// on hover. data-relative="clock" reads 10:02, data-relative="day" today, yesterday or the date,
// data-relative="short" 2m, 3h, 5d.
const SELECTOR = "time[data-relative]";
const locale = document.documentElement.lang || undefined;
// The page's language with the reader's own habits, where the two agree (en-GB on an English page)
const reader = navigator.languages.find((language) => language.startsWith(locale ?? "")) ?? locale;
const STEPS = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
  ["week", 7 * 86_400],
];
const exact = new Intl.DateTimeFormat(reader, { dateStyle: "full", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(reader, { timeStyle: "short" });
const thisYear = new Intl.DateTimeFormat(reader, { day: "numeric", month: "short" });
const otherYear = new Intl.DateTimeFormat(reader, { dateStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(reader, { numeric: "auto" });
const amount = (unit) =>
  new Intl.NumberFormat(reader, { style: "unit", unit, unitDisplay: "narrow" });
const narrow = Object.fromEntries(STEPS.map(([unit]) => [unit, amount(unit)]));

const date = (moment, now) =>
  (moment.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(moment);

function since(moment, now, format) {
  const seconds = Math.max(0, (now - moment) / 1000);
  if (seconds < 60) return relative.format(0, "second");
  if (seconds >= STEPS.at(-1)[1]) return date(moment, now);
  const [unit, size] = STEPS.findLast(([, length]) => seconds >= length);
  return format(Math.floor(seconds / size), unit);
}

function day(moment, now) {
  const midnight = (time) => new Date(time.getFullYear(), time.getMonth(), time.getDate());
  const days = Math.round((midnight(now) - midnight(moment)) / 86_400_000);
  return days < 2 ? relative.format(-days, "day") : date(moment, now);
}

const STYLES = {
  "": (moment, now) => since(moment, now, (number, unit) => relative.format(-number, unit)),
  short: (moment, now) => since(moment, now, (number, unit) => narrow[unit].format(number)),
  clock: (moment) => clock.format(moment),
  day,
};

function show(element, now = new Date()) {
  const moment = new Date(element.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  const text = (STYLES[element.dataset.relative] ?? STYLES[""])(moment, now);
  if (element.textContent !== text) element.textContent = text;
  element.title = exact.format(moment);
}

function showAll(root, now = new Date()) {
  for (const element of root.querySelectorAll(SELECTOR)) show(element, now);
}

showAll(document);
setInterval(() => showAll(document), 60_000);
addEventListener("pageshow", () => showAll(document));
new MutationObserver((records) => {
  for (const { addedNodes } of records) {
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(SELECTOR)) show(node);
      showAll(node);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
