// <unknown-user-badge>: the number of rooms with something unread, kept by a frame of no size.
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
    else this.#openTab();
  }

  // What is signed stays out of the address: the tab asks its opener for it
  #openTab() {
    const { widgetId, widgetKey } = this.sent;
    const token = JSON.stringify({ widgetId, widgetKey, asks: this.isSigned });
    this.tab = open(`${this.origin}?token=${encodeURIComponent(token)}`);
  }

  hear(event) {
    const { source, origin, data } = event;
    if (!source || source !== this.tab || origin !== this.origin) super.hear(event);
    else if (data?.type === "APP_IS_READY") source.postMessage({ initToken: this.sent }, origin);
  }
}
