// The connection itself: opens, comes back by itself with jitter, and finds out when it is dead. A line that was cut
// without a word looks like one on which nobody speaks, and browsers don't show the server's own pings.
//
//   new Wire({hello, hear, closed, isOpen, wake})
//   hello() → the first frame      hear(frame)      closed(code): and it comes back, unless this returns false
//   isOpen(): whether the server has welcomed us    wake(): ask something that is answered at once
const FIRST_WAIT = 400; // ms; doubled at each failure
const LONGEST_WAIT = 15_000; // ms
const ANSWER = 5_000; // ms in which a connection that is in doubt must answer
const WELCOME = 20_000; // ms in which a new connection must say something; the server may take 15 s
const QUIET = 25_000; // ms of silence after which it is

export class Wire {
  #web = null;
  #failures = 0;
  #retry = 0;
  #probe = 0;
  #heardAt = performance.now();
  #isOver = false;

  constructor(hooks) {
    this.hooks = hooks;
    setInterval(() => {
      if (performance.now() - this.#heardAt > QUIET && hooks.isOpen()) this.#doubt({ type: "ping" });
    }, QUIET / 5);
    addEventListener("offline", () => this.#giveUp());
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => !document.hidden && this.hurry());
    addEventListener("pageshow", ({ persisted }) => persisted && this.hurry());
    this.#connect();
  }

  send(frame) {
    this.#web?.send(JSON.stringify(frame));
  }

  /** Somebody looks at the page, or the network is back: don't wait for the timer. */
  hurry() {
    if (this.#isOver) return;
    if (!this.#web) {
      this.#failures = 0;
      this.#connect();
    } else if (this.hooks.isOpen()) {
      // A laptop that slept may hold a dead socket that looks alive
      this.#doubt(this.hooks.wake());
    }
  }

  welcomed() {
    this.#failures = 0;
  }

  #connect() {
    clearTimeout(this.#retry);
    const url = new URL("/ws/", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const web = new WebSocket(url);
    this.#web = web;
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => this.#giveUp(), WELCOME);
    web.addEventListener("open", () => web.send(JSON.stringify(this.hooks.hello())));
    web.addEventListener("message", ({ data }) => web === this.#web && this.#hear(JSON.parse(data)));
    web.addEventListener("close", ({ code }) => web === this.#web && this.#closed(code));
  }

  #hear(frame) {
    clearTimeout(this.#probe);
    this.#heardAt = performance.now();
    this.hooks.hear(frame);
  }

  #closed(code) {
    this.#web = null;
    clearTimeout(this.#probe);
    this.#isOver = this.hooks.closed(code) === false;
    if (this.#isOver) return;
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures++);
    // Full jitter, so that a server that comes back is not met by everybody at once
    this.#retry = setTimeout(() => this.#connect(), Math.random() * longest);
  }

  #doubt(frame) {
    this.send(frame);
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => this.#giveUp(), ANSWER);
  }

  #giveUp() {
    const web = this.#web;
    if (!web) return;
    this.#closed(0);
    web.close();
  }
}
