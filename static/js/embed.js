// The support widget on a vendor's page: three elements, and the first of them where this script
// stands if it has data-widget-id. docs/embedding.md says how to use them.
(() => {
  const script = document.currentScript;
  const home = new URL(script?.src || location).origin;
  const shown = new Set(); // the elements that are on the page
  const heard = new Map(); // by widget: what is unread, and which element's frame said so

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const read = (text) => {
    try {
      return Object(JSON.parse(text));
    } catch {
      return {};
    }
  };

  // "@" as soon as something unread means this person
  const count = (badges) => {
    const rooms = Object.values(badges).filter((room) => room?.count > 0 || room?.mentionsCount > 0);
    const isMeant = rooms.some((room) => room.mentionsCount > 0 || room.roomType === "dialog");
    return isMeant ? "@" : rooms.length;
  };

  const inWords = (unread) =>
    unread === "@" ? "Unread messages for you" : `${unread} unread room${unread > 1 ? "s" : ""}`;

  const isMode = (mode) => mode === "light" || mode === "dark";
  const permission = () => window.Notification?.permission ?? "denied";

  // #root is black or white as the color-scheme is, and its transition tells of a change.
  const common = `
    :host([hidden]), [hidden] { display: none !important }
    #root { color: light-dark(#000, #fff); transition: color 1ms }
    button {
      display: grid; place-items: center; border: 1px solid transparent; border-radius: 2rem;
      color: var(--unknown-user-accent-ink, light-dark(#fff, #13172b));
      background: var(--unknown-user-accent, light-dark(#2f57a8, #93b2f3));
      font: 600 0.8125rem/1 system-ui; cursor: pointer
    }`;

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
      const { widgetId, widgetKey, userJWT, userHMAC, userPaseto } = this.sent;
      const [id, key] = [widgetId, widgetKey ?? ""].map(encodeURIComponent);
      const form = `/widget/${id}/${this.headless ? "headless" : ""}?key=${key}`;
      this.frame = make("iframe", {
        src: this.origin + (userJWT || userHMAC || userPaseto ? "/" : form),
        title: this.name,
        allow: "clipboard-write",
        referrerPolicy: "strict-origin",
        inert: this.headless,
        slot: "frame",
      });
      this.frame.style = `all: initial; display: block; color-scheme: inherit; ${this.constructor.box}`;
      this.append(this.frame);
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
      this.#tell({ env: undefined, initToken, headless, mode: this.#shade, isFloaty });
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

  class Floating extends Widget {
    static box = "inline-size: 100%; flex: 1";
    static css = `
      :host { position: fixed; z-index: 2147483000; inset: auto 1rem 1rem auto }
      #open { position: relative; inline-size: 3.5rem; block-size: 3.5rem; box-shadow: 0 4px 16px #0004 }
      #open::before {
        content: ""; inline-size: 1.25rem; block-size: 1rem;
        border: 2px solid; border-radius: 0.5rem 0.5rem 0.5rem 0
      }
      #open[aria-expanded="true"]::before { content: "×"; border: 0; font: 1.75rem/0.6 system-ui }
      b {
        position: absolute; inset: -0.25rem -0.25rem auto auto; min-inline-size: 0.75rem; padding: 0.25rem;
        border-radius: 2rem; color: #fff; background: #b3261e
      }
      #panel {
        position: absolute; inset: auto 0 4.25rem auto; display: flex; flex-direction: column; overflow: hidden;
        inline-size: min(25rem, 100vw - 2rem); block-size: min(40rem, 100vh - 6.5rem);
        border-radius: 10px; background: Canvas; box-shadow: 0 0 0 1px #8884, 0 12px 32px #0004
      }
      #close {
        display: none; align-self: end; inline-size: 2.75rem; block-size: 2.75rem;
        font: 1.75rem system-ui; color: inherit; background: none
      }
      @media (max-width: 30rem), (max-height: 30rem) {
        #panel { position: fixed; inset: 0; inline-size: auto; block-size: auto; border-radius: 0 }
        :not(.ready) > * > #close { display: grid } /* once there is a page, it has such a button */
      }
      @media (prefers-reduced-motion: no-preference) { #panel { animation: rise 160ms ease-out } }
      @keyframes rise { from { opacity: 0; translate: 0 0.5rem } }`;

    build() {
      this.isFloaty = true;
      const type = "button";
      const onclick = () => (this.place.hidden ? this.open() : this.close());
      const close = make("button", { id: "close", type, onclick, ariaLabel: "Close" }, "×");
      this.number = make("b");
      this.button = make("button", { id: "open", type, onclick }, this.number);
      this.place = make("div", { id: "panel", hidden: true, role: "dialog" }, close);
      this.root.append(this.button, this.place);
    }

    dress() {
      const { button, place, number, name, unread } = this;
      button.ariaLabel = place.ariaLabel = name;
      button.ariaExpanded = !place.hidden;
      button.ariaDescription = unread ? inWords(unread) : null;
      number.hidden = !unread;
      number.textContent = unread;
    }

    open(room) {
      this.place.hidden = false;
      this.makeFrame();
      this.dress();
      this.enter(room);
    }

    close() {
      if (this.place.hidden) return;
      this.place.hidden = true;
      this.dress();
      this.button.focus();
    }
  }

  class Badge extends Widget {
    static box = "position: fixed; inset: 0 auto auto 0; inline-size: 0; block-size: 0";
    static css = `
      :host { display: inline-block; vertical-align: middle }
      button { min-inline-size: 1.5rem; block-size: 1.5rem; padding: 0 0.375rem }`;

    build() {
      this.headless = true;
      this.button = make("button", { type: "button", hidden: true, onclick: () => this.open() });
      this.root.append(this.button);
    }

    dress() {
      const { button, unread } = this;
      button.hidden = !unread;
      button.textContent = unread;
      button.ariaLabel = inWords(unread);
    }

    // Wherever this widget is on the page, or else in a tab of its own
    open(room) {
      const others = [...shown].filter((one) => one.widget === this.widget && !one.headless);
      const there = others.find((one) => one.isFloaty) ?? others[0];
      if (there) there.open(room);
      else open(`${this.origin}?token=${encodeURIComponent(JSON.stringify(this.sent))}`);
    }
  }

  for (const [name, element] of Object.entries({ widget: Widget, floating: Floating, badge: Badge })) {
    const tag = `unknown-user-${name}`;
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
  addEventListener("message", (event) => {
    for (const element of shown) element.hear(event);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const isAnywhere = document.activeElement === document.body;
    for (const element of shown) if (isAnywhere || element.matches(":focus-within")) element.close();
  });

  const { widgetId, widgetKey, height = "30rem" } = script?.dataset ?? {};
  if (widgetId) {
    const widget = make("unknown-user-widget");
    widget.setAttribute("client-url", home);
    for (const { name, value } of script.attributes)
      if (name.startsWith("data-")) widget.setAttribute(name.slice(5), value);
    widget.style.blockSize = height;
    script.after(widget);
  } else if (widgetKey) {
    console.error("Unknown User: the script needs data-widget-id; copy the snippet again.");
  }
})();
