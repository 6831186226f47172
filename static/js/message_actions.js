// What one can do with a message by its toolbar, and what the composer does with it: loaded when first wanted.
import { kept, namesOf } from "./kept.js";

const TYPES_NAME = /(^|[\s(])@\S{0,40}$/; // a name to choose is being typed

export function messageActions(view) {
  const { say, actions, composer } = view;
  const isThere = ({ dataset }) => !("deleted" in dataset);
  const isMine = (message) => isThere(message) && message.dataset.author === view.me;
  const isEditable = (message) => isMine(message) && !message.querySelector(".message-forwarded");
  const bring = (module) => module().catch(() => view.tell(say.noConnection));
  const add = (name, shows, module, run) =>
    actions.add({
      name,
      icon: name.replace("_", "-"),
      label: say[`act_${name}`],
      shows,
      run: async (message, button) => (await bring(module))?.[run](view, message, button),
    });
  const modes = () => import("./composer_modes.js");
  if (composer) {
    add("react", isThere, () => import("./emoji_picker.js"), "pickEmoji");
    add("reply", isThere, modes, "replyTo");
    add("edit", isEditable, modes, "edit");
    add("delete", isMine, () => import("./delete_sheet.js"), "askToDelete");
    const hasPreview = (message) => isMine(message) && message.querySelector(".link-preview");
    add("no_preview", hasPreview, () => import("./delete_sheet.js"), "removePreview");
    compose(view, () => bring(modes), isEditable);
  }
  if (composer || (view.dataset.side === "agent" && "archived" in view.dataset)) {
    add("forward", isThere, () => import("./forwarding.js"), "selectToForward");
  }
}

function compose(view, modes, isEditable) {
  const { box } = view.composer;
  let wanted = null; // to be edited, unless another key was pressed before that is loaded
  const edit = async (message) => {
    wanted = message;
    const loaded = await modes();
    if (wanted === message) loaded?.edit(view, message);
  };
  const on = (type, handle) => box.addEventListener(type, handle, { signal: view.signal });
  on("keydown", (event) => {
    wanted = null;
    if (event.key !== "ArrowUp" || box.value || event.isComposing) return;
    const own = view.log.messages().findLast(isEditable);
    if (!own) return;
    event.preventDefault();
    edit(own);
  });
  let loaded = null;
  const look = async () => {
    const isAsked = TYPES_NAME.test(box.value.slice(0, box.selectionStart));
    if (!isAsked && (loaded || !kept(...namesOf(view)))) return;
    loaded ??= import("./mention_choices.js").then(({ choicesOf }) => choicesOf(view));
    try {
      (await loaded).look();
    } catch {
      loaded = null; // without a network: the next letter asks again
    }
  };
  on("input", look);
  look(); // at what was typed before this was loaded
}
