// <unknown-user-widget>: the frame, as wide as its container, and what is said between it and the page.
class Widget extends HTMLElement {
  static box = "inline-size: 100%; block-size: 100%";
  static css = `
    :host { display: block; position: relative; overflow: hidden; inline-size: 100%; block-size: 100%; min-block-size: 0 }
    :host::before { content: ""; display: block; block-size: 30rem }
    #root { position: absolute; inset: 0 }`;
  static observedAttributes =
    "widget-id widget-key user-jwt token client-url mode heading title".split(" ");
  headless = false;
  isFloaty = false;
  #token;
  #made; // what the frame was made for
  #chosen; // the mode that somebody chose in it
  #isDue;
  #complaint;
  #later = [];

  constructor() {
    super();
    this.root = make("div", { id: "root", ontransitionend: () => this.#tellMode() });
    this.place = this.root; // of the frame
    // No Content-Security-Policy refuses such a sheet, and the page's rules win over :host.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(common + this.constructor.css);
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.root);
    this.build();
    // The frame stands in the page: frames in shadow trees don't find each other.
    this.place.append(make("slot", { name: "frame" }));
  }

  get token() {
    const of = (name) => this.getAttribute(name) ?? undefined;
    const given = this.#token ?? of("token");
    if (given) return typeof given === "string" ? read(given) : given;
    return { widgetId: of("widget-id"), widgetKey: of("widget-key"), userJWT: of("user-jwt") };
  }

  set token(token) {
    this.#token = token;
    this.#soon();
  }

  get mode() {
    return this.getAttribute("mode") ?? "auto";
  }

  set mode(mode) {
    this.setAttribute("mode", mode);
  }

  get name() {
    return this.getAttribute("heading") || this.title || "Support";
  }

  get isSigned() {
    const { userJWT, userHMAC, userPaseto } = this.sent;
    return Boolean(userJWT || userHMAC || userPaseto);
  }

  get unread() {
    return heard.get(this.widget)?.unread;
  }

  connectedCallback() {
    // What was set before this script ran hides the setters.
    for (const name of ["token", "mode"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    shown.add(this);
    this.#soon();
  }

  disconnectedCallback() {
    shown.delete(this);
    this.#forget();
  }

  connectedMoveCallback() {} // moveBefore() keeps the frame

  attributeChangedCallback(name) {
    if (name === "mode") this.#chosen = "";
    this.#soon();
  }

  // Once, however many attributes a framework sets one after the other
  async #soon() {
    if (this.#isDue) return;
    this.#isDue = true;
    await null;
    this.#isDue = false;
    if (this.isConnected) this.#update();
  }

  #update() {
    const client = this.getAttribute("client-url");
    const made = JSON.stringify([client ? new URL(client, location).origin : home, this.token]);
    if (made !== this.#made) {
      this.#forget();
      this.#made = made;
      this.#chosen = "";
      [this.origin, this.sent] = JSON.parse(made); // frameworks' reactive objects can't be sent
      this.widget = `${this.origin} ${this.sent.widgetId}`;
      this.querySelector("[slot=frame]")?.remove();
      this.frame = null;
      this.makeFrame();
    }
    this.root.style.colorScheme = isMode(this.mode) ? this.mode : "";
    if (this.frame) this.frame.title = this.name;
    this.dress();
    this.#tellMode();
  }

  makeFrame() {
    if (this.frame || this.place.hidden || !this.sent?.widgetId) return;
    const { widgetId, widgetKey } = this.sent;
    const [id, key] = [widgetId, widgetKey ?? ""].map(encodeURIComponent);
    const form = `/widget/${id}/${this.headless ? "headless" : ""}?key=${key}`;
    this.frame = make("iframe", {
      src: this.origin + (this.isSigned ? "/" : form),
      title: this.name,
      allow: "clipboard-write",
      referrerPolicy: "strict-origin",
      inert: this.headless,
      slot: "frame",
    });
    // Seen once it speaks: a page that may not show it gets no browser's error in its midst
    this.frame.style = `all: initial; display: block; opacity: 0; color-scheme: inherit; ${this.constructor.box}`;
    this.append(this.frame);
    clearTimeout(this.#complaint);
    this.#complaint = setTimeout(() => this.root.className || console.warn(MUTE), 15_000);
  }

  #tell(message) {
    if (this.root.className) this.frame.contentWindow?.postMessage(message, this.origin);
    else this.#later.push(message);
  }

  #tellMode() {
    if (this.root.className) this.#tell({ mode: this.#shade });
  }

  get #shade() {
    const said = this.#chosen || this.mode;
    if (isMode(said)) return said;
    return getComputedStyle(this.root).color === "rgb(255, 255, 255)" ? "dark" : "light";
  }

  hear({ origin, source, data }) {
    if (origin !== this.origin || !source || source !== this.frame?.contentWindow) return;
    const type = data?.type;
    if (type === "APP_IS_READY") this.#introduce();
    else if (type === "BADGES") this.#note(count(read(data.badges)));
    else if (type === "NOTIFICATION") this.#notify(read(data.notification));
    else if (type === "REQUEST_NOTIFICATIONS_PERMISSION") this.#ask();
    else if (type === "CLOSE_FLOATY") this.close();
    else if (type === "WIDGET_LIGHT_DARK_MODE" && isMode(data.lightDarkMode))
      this.#chosen = data.lightDarkMode;
  }

  #introduce() {
    const { sent: initToken, headless, isFloaty } = this;
    this.root.className = "ready";
    this.frame.style.opacity = 1;
    this.#tell({ initToken, headless, mode: this.#shade, isFloaty, seamless: !isFloaty });
    this.#tell({ notificationsPermission: permission() });
    for (const message of this.#later.splice(0)) this.#tell(message);
  }

  async #ask() {
    await window.Notification?.requestPermission();
    this.#tell({ notificationsPermission: permission() });
  }

  #notify({ body, roomId }) {
    if (permission() !== "granted" || typeof body !== "string") return;
    const tag = `${this.widget} ${roomId} ${body}`; // two frames that say the same show it once
    try {
      const notification = new Notification(this.sent.customerName || this.name, { body, tag });
      notification.onclick = () => {
        notification.close();
        focus();
        this.open(roomId);
      };
    } catch {
      // Some phones leave notifications to service workers.
    }
  }

  #note(unread) {
    heard.set(this.widget, { unread, by: this });
    for (const element of shown) element.dress();
  }

  // What a frame has said, and was to be told, ends with it.
  #forget() {
    this.root.className = "";
    this.#later = [];
    if (heard.get(this.widget)?.by === this) this.#note(0);
  }

  build() {}

  dress() {}

  close() {}

  open(room) {
    this.scrollIntoView({ block: "nearest" });
    this.enter(room);
  }

  enter(room) {
    if (room !== undefined) this.#tell({ roomIdToOpen: room });
    if (navigator.userActivation?.isActive === false) return; // only a click moves the focus
    this.frame?.focus({ preventScroll: true });
    this.#tell({ focus: true });
  }
}
