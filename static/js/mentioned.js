// Whether somebody (by key, "p12" or "a3") is mentioned in a message's HTML.
const MARK = /<mark class="mention" data-who="([^"]*)"/g;

export function isMentioned(who, html) {
  return [...html.matchAll(MARK)].some(([, keys]) => keys.split(" ").includes(who));
}
