// What a tab keeps beyond a reload: drafts, unsent messages, and where somebody stood in a room, each under the
// key of whose it is ("p12", "a3"), so that it never passes for the next one's who comes in by the same tab.
//
//   kept(kind, author, rest) → text or null
//   keep(kind, author, rest, text);            // an empty text: no more
//   forget(isTheirs);                          // isTheirs(author): everything of theirs, of each kind
const KINDS = new Set(["draft", "unsent", "place"]);
const keyOf = (kind, author, rest) => `${kind} ${author} ${rest}`;
/** Where the keys of those are kept whom a room's draft names. */
export const namesOf = ({ me, room }) => ["draft", me, `${room} names`];
/** Where it is kept what is attached to a room's draft. */
export const filesOf = ({ me, room }) => ["draft", me, `${room} files`];

export function kept(kind, author, rest) {
  try {
    return sessionStorage.getItem(keyOf(kind, author, rest));
  } catch {
    return null;
  }
}

export function keep(kind, author, rest, text) {
  try {
    if (text) sessionStorage.setItem(keyOf(kind, author, rest), text);
    else sessionStorage.removeItem(keyOf(kind, author, rest));
  } catch {
    // Full or forbidden: it still lives as long as the page
  }
}

export function forget(isTheirs) {
  try {
    for (const key of Object.keys(sessionStorage)) {
      const [kind, author] = key.split(" ");
      if (KINDS.has(kind) && isTheirs(author)) sessionStorage.removeItem(key);
    }
  } catch {
    // Forbidden: nothing was kept
  }
}
