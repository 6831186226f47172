// What one has written in a room and the server has not acknowledged: at the end of the log until it is stored, with
// what can be done where it was refused. The socket keeps it and sends it (unsent.js).
export class RoomPending {
  #view;
  #form;

  constructor(view) {
    this.#view = view;
    this.#form = view.querySelector(".room-pending").content.firstElementChild;
    const on = (name, handle) =>
      document.addEventListener(`rooms:${name}`, ({ detail }) => handle(detail), { signal: view.signal });
    on("posted", (frame) => this.#settle(frame));
    on("refused", ({ client_id: id, code }) => this.#showFailed(id, code));
    view.addEventListener("click", ({ target }) => this.#act(target.closest?.("[data-act]")), { signal: view.signal });
  }

  /** Shows what waited here before the page was loaded. */
  restore() {
    const { log, me, room, socket } = this.#view;
    for (const post of socket.unsentOf(me).posts(room)) if (!log.pending(post.client_id)) this.show(post);
  }

  show(post) {
    const message = this.#form.cloneNode(true);
    message.dataset.clientId = post.client_id;
    message.post = post;
    message.querySelector(".message-text").textContent = post.text;
    message.querySelector("time").dateTime = new Date().toISOString();
    // Where nobody writes any more there is no box that it could go back to
    if (!this.#view.composer) message.querySelector("[data-act=edit]").remove();
    this.#view.log.addPending(message);
    if (post.failed) this.#showFailed(post.client_id, post.failed);
  }

  /** A message that was stored before, and whose acknowledgement was lost, comes no more: it is here, or above. */
  #settle({ room, client_id: id, seq }) {
    const view = this.#view;
    if (room === view.room && seq <= view.window.newest) view.log.pending(id)?.remove();
  }

  #showFailed(clientId, code) {
    const { log, say } = this.#view;
    const message = log.pending(clientId);
    if (!message) return;
    message.dataset.pending = "failed";
    message.querySelector(".message-reason").textContent = say[code] ?? say.other;
  }

  #act(button) {
    const message = button?.closest("[data-pending]");
    if (!message) return;
    const view = this.#view;
    if (button.dataset.act === "retry") {
      message.dataset.pending = "";
      message.remove();
      this.show({ ...message.post, failed: undefined });
      view.socket.retry(view.me, message.post);
    } else {
      import("./taken_back.js").then(
        ({ takeBack }) => takeBack(view, message),
        () => view.tell(view.say.noConnection),
      );
    }
  }
}
