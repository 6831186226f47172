// <unknown-user-floating>: a round button at the end of the page that opens the frame in a panel.
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
