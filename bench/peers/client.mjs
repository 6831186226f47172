// The one client of all benchmarks: reads a plan as JSON from its standard input, prints what it measured as JSON.
// A plan has {act, framing, seats: [{url, cookie, room, after, from}], …}; only loopback is ever connected to.
import { createInterface } from "node:readline";
import { comeAll } from "./framings.mjs";
import { fanout } from "./fanout.mjs";
import { posting } from "./posting.mjs";
import { catchUp } from "./catch_up.mjs";

const LOOPBACK = /^ws:\/\/(127\.0\.0\.1|localhost):\d+\//;

/** Holds what it is let in to open until its standard input ends. */
async function hold(plan, lines) {
  const begun = performance.now();
  const { sockets, refused } = await comeAll(plan);
  console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1000, refused }));
  await lines.next();
  return { open: sockets.filter(({ web }) => web.isOpen).length };
}

const ACTS = { fanout, posting, hold, "catch-up": catchUp };

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const plan = JSON.parse((await lines.next()).value);
for (const { url } of plan.seats) if (!LOOPBACK.test(url)) throw new Error(`not on this machine: ${url}`);
console.log(JSON.stringify(await ACTS[plan.act](plan, lines)));
process.exit(0);
